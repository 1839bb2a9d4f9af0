"""What the worker is set beside: extraction alone, and the script that a user writes."""

from __future__ import annotations

import base64
import json
import multiprocessing
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import trafilatura
from datasketch import MinHash, MinHashLSH

from worker.decode import decode
from worker.fingerprint import tokens
from worker.model import Origin, RawPage, Record
from worker.normalise.page import normalise


def page_of(line: bytes) -> tuple[bytes, str]:
    """A page's bytes and URL, out of its envelope."""
    fields = json.loads(line)
    body = fields["body"].encode() if "body" in fields else base64.b64decode(fields["body_base64"])
    return body, fields["url"]


def extract(line: bytes) -> str:
    """What a user calls: trafilatura with metadata, as its documentation shows."""
    body, url = page_of(line)
    document = trafilatura.bare_extraction(body, url=url, with_metadata=True, include_comments=False)
    return (getattr(document, "text", None) or "") if document else ""


def bare(lines: Sequence[bytes]) -> float:
    """Pages a second of two processes that do nothing but extract."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(extract, lines[:4], chunksize=1)
        began = time.perf_counter()
        for _ in pool.imap_unordered(extract, lines, chunksize=4):
            pass
        return len(lines) / (time.perf_counter() - began)


def cpu_of_extraction(lines: Sequence[bytes]) -> float:
    """CPU milliseconds a page of trafilatura with metadata, in this process."""
    began = time.process_time()
    for line in lines:
        extract(line)
    return (time.process_time() - began) / len(lines) * 1000


def cpu_of_normalising(lines: Sequence[bytes]) -> float:
    """CPU milliseconds a page of all that the pool does with a page, in this process."""
    now = datetime.now(UTC)
    pages = [decode(Record(Origin("bench", 0, n), line, now), 10_000_000, now) for n, line in enumerate(lines)]
    began = time.process_time()
    for page in pages:
        if isinstance(page, RawPage):
            normalise(page, None)
    return (time.process_time() - began) / len(lines) * 1000


def script(lines: Sequence[bytes]) -> float:
    """Pages a second of the script a user writes: extract, then MinHash LSH, in one loop."""
    index, began = MinHashLSH(threshold=0.5, num_perm=128), time.perf_counter()
    for number, line in enumerate(lines):
        words = tokens(extract(line))
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))])
        if not index.query(sketch):
            index.insert(str(number), sketch)
    return len(lines) / (time.perf_counter() - began)
