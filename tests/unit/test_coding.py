"""A page that its server packed is unpacked, within bounds; one that only says so is left as it is."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from worker.coding import MEMBERS, unpacked
from worker.decode import decode
from worker.model import Dead, Origin, RawPage, Reason, Record

PAGE = b"<html><body>" + b"<p>One sentence after another.</p>" * 500
MOST = 1_000_000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "gzip, undeclared": ("", gzip.compress),
    "gzip of two members": ("x-gzip", lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:])),
    "gzip declared as brotli": ("br", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("Deflate", bare_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstandard.compress),
    "two codings": ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    "nothing": ("identity", lambda data: data),
}


@pytest.mark.parametrize("name", PACKERS)
def test_a_packed_page_is_unpacked(name: str) -> None:
    coding, pack = PACKERS[name]
    assert unpacked(pack(PAGE), coding, MOST) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd", "compress", "no such coding"])
def test_a_page_that_only_says_that_it_is_packed_is_left_as_it_is(coding: str) -> None:
    assert unpacked(PAGE, coding, MOST) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_that_unpacks_to_more_than_may_be_is_not_unpacked_whole(coding: str) -> None:
    _, pack = PACKERS[{"br": "brotli"}.get(coding, coding)]
    size = len(unpacked(pack(b"\0" * 100 * MOST), coding, MOST))
    assert MOST < size < 20 * MOST


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("damage", ["cut off", "garbled"])
def test_a_damaged_page_is_an_error_that_names_the_coding(coding: str, damage: str) -> None:
    name = {"br": "brotli"}.get(coding, coding)
    packed = PACKERS[name][1](PAGE)
    broken = packed[: len(packed) // 2] if damage == "cut off" else packed[:4] + b"\xff\xff\xff\xff" + packed[8:-8]
    if damage == "garbled" and coding == "gzip":
        broken = packed[:10] + b"\xff\xff\xff\xff" + packed[14:]
    with pytest.raises(ValueError, match=f"{coding}|{name}"):
        unpacked(broken, coding, MOST)


def test_gzip_of_countless_members_is_refused_before_it_takes_long() -> None:
    with pytest.raises(ValueError, match="members"):
        unpacked(gzip.compress(b"") * (MEMBERS + 1), "gzip", MOST)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "", "br, gzip"]), st.booleans())
def test_whatever_the_bytes_are_nothing_but_a_value_error_is_raised(data: bytes, coding: str, magic: bool) -> None:
    with contextlib.suppress(ValueError):
        unpacked(b"\x1f\x8b" + data if magic else data, coding, 1000)


def record(body: bytes, **headers: bytes) -> Record:
    named = {"url": b"https://one.example/a", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Record(Origin("pages.raw", 0, 0), body, datetime(2026, 1, 5, tzinfo=UTC), headers=tuple(named.items()))


def test_a_record_of_bytes_may_be_packed_and_its_size_counts_unpacked() -> None:
    now = datetime(2026, 1, 6, tzinfo=UTC)
    page = decode(record(brotli.compress(PAGE), content_encoding=b"br"), MOST, now)
    assert isinstance(page, RawPage)
    assert page.body == PAGE
    bomb = decode(record(gzip.compress(b"\0" * 10 * MOST)), MOST, now)
    assert isinstance(bomb, Dead)
    assert bomb.reason is Reason.TOO_LARGE
    cut = decode(record(gzip.compress(PAGE)[:-20]), MOST, now)
    assert isinstance(cut, Dead)
    assert cut.reason is Reason.MALFORMED


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"status": b"9" * 5000}, None),
        ({"status": b"\xb2"}, None),
        ({"url": b"https://one.example/" + b"a" * 20_000}, Reason.MALFORMED),
        ({"crawl_id": b"a" * 20_000}, Reason.MALFORMED),
        ({"fetched_at": b"9" * 5000}, Reason.MALFORMED),
        ({"content_type": b"a/" + b"b" * 100_000}, Reason.UNSUPPORTED_TYPE),
    ],
)
def test_headers_of_any_content_are_read_or_refused_and_never_raise(headers: dict[str, bytes], reason: Reason | None) -> None:
    result = decode(record(PAGE, **headers), MOST, datetime(2026, 1, 6, tzinfo=UTC))
    assert (result.reason if isinstance(result, Dead) else None) == reason
    assert not isinstance(result, Dead) or len(result.error) < 300
