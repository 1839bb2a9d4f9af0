"""Content codings (RFC 9110, 8.4.1): a page's bytes as the server packed them, unpacked, and never past a bound. Pure."""

from __future__ import annotations

import zlib

import brotli
import zstandard

GZIP = b"\x1f\x8b"
MEMBERS = 16
"""Members that a gzip'd page may consist of; servers write one."""
WINDOW = 8 * 2**20
"""Bytes of memory that unpacking zstd may take: what RFC 9659 allows for content codings."""
MORSEL = 512
"""Bytes of zstd that are unpacked at a time: they may become 16 MB, and the library has no bound of its own."""


def unpacked(body: bytes, codings: str, most: int) -> bytes:
    """A page's bytes without their content codings; cut off once they are more than `most`, as a small page may unpack to terabytes.

    `codings`: the answer's Content-Encoding, empty where none is known. Gzip is known by its first bytes, too. What does not
    begin as the coding does that it is said to have is returned as it is: many archives unpack pages and keep the header.
    Raises ValueError where the coding is damaged.
    """
    for coding in reversed([name.strip().lower() for name in codings.split(",")]):
        if body.startswith(GZIP):
            body = _gzip(body, most)
        elif body.lstrip()[:1] != b"<":
            body = _of(coding, body, most)
    return body


def _of(coding: str, body: bytes, most: int) -> bytes:
    try:
        match coding:
            case "deflate":
                return _deflate(body, most)
            case "br":
                return _brotli(body, most)
            case "zstd":
                return _zstd(body, most)
            case _:
                return body
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise ValueError(f"the page is no {coding}, as its content-encoding says: {error}") from error


def _gzip(body: bytes, most: int) -> bytes:
    found = b""
    try:
        for _ in range(MEMBERS):
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            found += member.decompress(body, most + 1 - len(found))
            if len(found) > most:
                return found
            if not member.eof:
                raise ValueError("the page is gzip, and cut off")
            body = member.unused_data
            if not body.startswith(GZIP):
                return found
    except zlib.error as error:
        raise ValueError(f"the page is gzip, and damaged: {error}") from error
    raise ValueError(f"the page is gzip of more than {MEMBERS} members")


def _deflate(body: bytes, most: int) -> bytes:
    """Deflate in zlib's wrapping, as the standard has it, or bare, as many servers send it."""
    try:
        packed = zlib.decompressobj()
        found = packed.decompress(body, most + 1)
    except zlib.error:
        packed = zlib.decompressobj(-zlib.MAX_WBITS)
        found = packed.decompress(body, most + 1)
    if not packed.eof and len(found) <= most:
        raise ValueError("the page is deflate, and cut off")
    return found


def _brotli(body: bytes, most: int) -> bytes:
    packed = brotli.Decompressor()
    found: bytes = packed.process(body, output_buffer_limit=most + 1)
    while not packed.is_finished() and len(found) <= most:
        more = packed.process(b"", output_buffer_limit=most + 1 - len(found))
        if not more:
            raise ValueError("the page is brotli, and cut off")
        found += more
    return found


def _zstd(body: bytes, most: int) -> bytes:
    packed, found = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj(), bytearray()
    for at in range(0, len(body), MORSEL):
        found += packed.decompress(body[at : at + MORSEL])
        if packed.eof or len(found) > most:
            return bytes(found)
    raise ValueError("the page is zstd, and cut off")
