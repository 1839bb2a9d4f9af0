"""Each kind of bad input ends as one dead record with its reason, and the worker goes on."""

from __future__ import annotations

import base64
import gzip
import json
import random
from typing import Any

import pytest

from tests.pages import generate
from tests.worker_process import WorkerProcess

STORY = (
    "<p>"
    + "</p><p>".join(f"Sentence number {n} of a story that somebody wrote for this very test, at some length." for n in range(12))
    + "</p>"
)
ARTICLE = f"<html lang=en><head><title>A headline of some words</title></head><body><h1>A headline of some words</h1>{STORY}</body></html>"
WALL = "<html><head><title>One moment</title></head><body><h1>Before you continue</h1><p>We use cookies. Accept all cookies to go on.</p></body></html>"
LISTING = (
    "<html><head><title>The Paper</title></head><body>"
    + "".join(f"<h2><a href=/{n}>Story {n} is told</a></h2>" for n in range(40))
    + "</body></html>"
)
ROBOT = "<html><head><title>Just a moment...</title></head><body><p>Verify you are human by completing the captcha below.</p></body></html>"
LOST = "<html><head><title>404 - Page not found</title></head><body><h1>Page not found</h1><p>Sorry, the page you want is gone.</p></body></html>"


def envelope(**fields: Any) -> bytes:
    return json.dumps({"url": "https://one.example/a", "body": ARTICLE, "content_type": "text/html"} | fields).encode()


def packed(page: bytes) -> bytes:
    return json.dumps(
        {"url": "https://one.example/a", "body_base64": base64.b64encode(page).decode(), "content_type": "text/html"}
    ).encode()


def without(*names: str) -> bytes:
    found = json.loads(envelope())
    return json.dumps({name: value for name, value in found.items() if name not in names}).encode()


DEAD = {
    "not JSON": (b"<html>no envelope</html>", "malformed"),
    "JSON, but a list": (b"[1, 2]", "malformed"),
    "no url": (without("url"), "no_url"),
    "a relative url": (envelope(url="/news/1"), "no_url"),
    "an ftp url": (envelope(url="ftp://one.example/a"), "no_url"),
    "a port that is none": (envelope(url="https://one.example:99999/a"), "no_url"),
    "a file url": (envelope(url="file:///etc/passwd"), "no_url"),
    "an endless url": (envelope(url="https://one.example/" + "a" * 20_000), "malformed"),
    "an endless crawl_id": (envelope(crawl_id="a" * 20_000), "malformed"),
    "half a gzip": (
        json.dumps(
            {"url": "https://one.example/a", "body_base64": base64.b64encode(gzip.compress(ARTICLE.encode())[:-9]).decode()}
        ).encode(),
        "malformed",
    ),
    "a gzip of a page over page.max_bytes": (
        json.dumps({"url": "https://one.example/a", "body_base64": base64.b64encode(gzip.compress(b"x" * 10_000_001)).decode()}).encode(),
        "too_large",
    ),
    "neither body": (without("body"), "malformed"),
    "both bodies": (envelope(body_base64="aGk="), "malformed"),
    "bad base64": (json.dumps({"url": "https://one.example/a", "body_base64": "!!!"}).encode(), "malformed"),
    "a bad time": (envelope(fetched_at="yesterday"), "malformed"),
    "a PDF by its type": (envelope(content_type="application/pdf"), "unsupported_type"),
    "a PDF by its bytes": (
        json.dumps({"url": "https://one.example/a", "body_base64": base64.b64encode(b"%PDF-1.7 x").decode()}).encode(),
        "unsupported_type",
    ),
    "a PDF after a mark and a line": (packed(b"\xef\xbb\xbf\r\n%PDF-1.7 x"), "unsupported_type"),
    "an image": (envelope(content_type="image/png"), "unsupported_type"),
    "bytes of no kind": (packed(random.Random(1).randbytes(50_000)), "unsupported_type"),
    "a feed sent as HTML": (
        envelope(body=f"<?xml version='1.0'?><!-- a --><rss version='2.0'><channel>{STORY}</channel></rss>"),
        "unsupported_type",
    ),
    "a site map": (envelope(content_type="text/xml", body=f"<urlset><url><loc>{STORY}</loc></url></urlset>"), "unsupported_type"),
    "JSON sent as HTML": (envelope(body=json.dumps({"story": STORY})), "unsupported_type"),
    "a host with a blank": (envelope(url="https://one two.example/a"), "no_url"),
    "an empty page": (envelope(body=""), "empty"),
    "a page of white space": (envelope(body=" \n\t "), "empty"),
    "an empty line": (b"", "empty"),
    "a page over page.max_bytes": (envelope(body="x" * 10_000_001), "too_large"),
    "a 50 MB page on one line": (envelope(body="<p>" + "word " * 10_000_000), "too_large"),
    "an envelope of 100 MB": (b'{"url": "' + b"x" * 100_000_000, "too_large"),
    "a page with no text": (
        envelope(body="<html><head><title>Video</title></head><body><video src=a.mp4></video></body></html>"),
        "no_text",
    ),
    "a front page": (envelope(body=LISTING), "not_article"),
    "an error page": (envelope(body=LOST), "not_article"),
    "an error status": (envelope(status=503), "not_article"),
    "a consent wall": (envelope(body=WALL), "not_article"),
    "a bot wall": (envelope(body=ROBOT), "not_article"),
}
ALIVE = {
    "base64 in lines": json.dumps({"url": "https://one.example/u", "body_base64": base64.encodebytes(ARTICLE.encode()).decode()}).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + envelope(url="https://one.example/r"),
    "a time in small letters": envelope(url="https://one.example/s", fetched_at="2026-01-05t08:00:00z"),
    "UTF-16 without a mark": json.dumps(
        {"url": "https://one.example/t", "body_base64": base64.b64encode(ARTICLE.replace("story", "рассказ").encode("utf-16-le")).decode()}
    ).encode(),
    "a broken charset": json.dumps(
        {"url": "https://one.example/b", "body_base64": base64.b64encode(ARTICLE.encode() + b"\xff\xfe\xc3(").decode()}
    ).encode(),
    "gzip": json.dumps(
        {"url": "https://one.example/p", "body_base64": base64.b64encode(gzip.compress(ARTICLE.encode())).decode()}
    ).encode(),
    "half a character in JSON-LD": envelope(
        url="https://one.example/q",
        body=r'<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A headline \ud83d of some words"}</script>'
        + ARTICLE,
    ),
    "NUL bytes": envelope(url="https://one.example/c", body=ARTICLE.replace("story", "sto\x00ry")),
}
HOSTILE = {
    "comments before no root": envelope(url="https://one.example/u", body="<!---->" * 500 + "<x>" + STORY),
    "100,000 nested tags": envelope(url="https://one.example/d", body="<div>" * 100_000 + STORY + "</div>" * 100_000),
    "100,000 nested tags of many kinds": envelope(url="https://one.example/e", body="<b><i><table><ul><li>" * 20_000 + STORY),
    "9 MB of one line": envelope(url="https://one.example/f", body="<p>" + "word " * 1_800_000),
    "9 MB of opening brackets": envelope(url="https://one.example/g", body="<" * 9_000_000),
    "9 MB of attributes": envelope(url="https://one.example/h", body="<p " + "a=b " * 2_200_000 + ">" + STORY),
    "deep JSON-LD": envelope(url="https://one.example/i", body=f"<script type=application/ld+json>{'[' * 100_000}</script>{ARTICLE}"),
    "deep JSON": b"[" * 1_000_000,
    "lone surrogates": b'{"url": "https://one.example/j", "body": "\\ud800' + ARTICLE.replace('"', "'").encode() + b'"}',
}


@pytest.fixture(scope="module")
def fates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, dict[str, Any]]]:
    """What became of each input, by its name."""
    folder = tmp_path_factory.mktemp("bad")
    inputs = {name: value for name, (value, _) in DEAD.items()} | ALIVE | HOSTILE
    good = [page.envelope for page in generate(10, 1)]
    (folder / "in.jsonl").write_bytes(b"\n".join([*inputs.values(), *good]) + b"\n")
    worker = WorkerProcess(
        folder / "log", {"pool.timeout": "10 s", "pool.processes": 2}, "--input", str(folder / "in.jsonl"), "--output", str(folder / "out")
    )
    worker.start()
    assert worker.process is not None
    assert worker.process.wait(240) == 0, worker.log()
    found: dict[int, tuple[str, dict[str, Any]]] = {}
    for kind in ("articles", "duplicates", "dead"):
        for line in (folder / "out" / f"{kind}.jsonl").read_bytes().splitlines():
            record = json.loads(line)
            assert record["origin"]["offset"] not in found, "two outcomes for one input"
            found[record["origin"]["offset"]] = (kind, record)
    assert sorted(found) == list(range(len(inputs) + len(good))), "an input without an outcome"
    assert all(found[n][0] != "dead" for n in range(len(inputs), len(found))), "a good page among bad ones died"
    return {name: found[n] for n, name in enumerate(inputs)}


@pytest.mark.parametrize("name", DEAD)
def test_bad_input_is_one_dead_record_with_its_reason_and_its_bytes(name: str, fates: dict[str, tuple[str, dict[str, Any]]]) -> None:
    kind, record = fates[name]
    assert (kind, record.get("reason")) == ("dead", DEAD[name][1]), record.get("error")
    assert base64.b64decode(record["value_base64"]) == DEAD[name][0]


@pytest.mark.parametrize("name", ALIVE)
def test_small_damage_is_borne(name: str, fates: dict[str, tuple[str, dict[str, Any]]]) -> None:
    assert fates[name][0] in ("articles", "duplicates"), fates[name][1].get("error")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_as_one_outcome_of_the_contract(name: str, fates: dict[str, tuple[str, dict[str, Any]]]) -> None:
    kind, record = fates[name]
    assert kind in ("articles", "duplicates") or record["reason"] in (
        "timeout",
        "crashed",
        "out_of_memory",
        "no_text",
        "malformed",
        "not_article",
    )
