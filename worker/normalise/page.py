"""One page, from bytes to what it says. Runs in a pool process; start here to follow a page through normalising."""

from __future__ import annotations

from typing import Any

import regex
import xxhash
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from worker.fingerprint import fingerprint, tokens
from worker.model import Dead, Normalised, PageFields, RawPage, Reason, Stage, Unchanged
from worker.normalise.charset import decode
from worker.normalise.lines import agencies, datelines, furniture
from worker.normalise.markup import markdown
from worker.normalise.markup import page as html_page
from worker.normalise.plain import page as plain_page
from worker.normalise.steps import Steps
from worker.normalise.visible import text_print, visible_print


def normalise(page: RawPage, known: int | None) -> Normalised | Unchanged | Dead:
    """What a page says. `known`: the print of its visible text when its URL was last read."""
    steps = Steps()
    if page.status is not None and page.status >= 400:
        return Dead(Reason.NOT_ARTICLE, Stage.NORMALISE, f"the server answered {page.status}")
    with steps.step("decode"):
        text = decode(page.body, page.content_type)
    if not text.strip():
        return Dead(Reason.EMPTY, Stage.NORMALISE, "the page holds nothing but white space")
    plain = _is_plain(page, text)
    with steps.step("visible"):
        visible = text_print(text) if plain else visible_print(text)
    if visible == known:
        return Unchanged(visible, steps.seconds)
    if plain and markdown.is_markdown(text, declared=(page.content_type or "").lower().startswith("text/markdown")):
        plain, text = False, markdown.to_html(text)
    found = plain_page.fields(page, text) if plain else html_page.fields(page, text, steps)
    if isinstance(found, Dead):
        return found
    source_url = found.pop("source_url", None)
    with steps.step("fingerprint"):
        try:
            fields = PageFields(**found, **_hashes(found["body"]))
            fields.model_dump_json()  # what can't be written is refused here, where it costs a page and not the worker
        except (ValidationError, PydanticSerializationError) as error:
            return Dead(Reason.INVALID, Stage.NORMALISE, f"what was read off the page breaks the contract: {error}")
        print_ = fingerprint(told(found["body"]))
    return Normalised(fields, print_, visible, steps.seconds, source_url)


def _is_plain(page: RawPage, text: str) -> bool:
    kind_ = (page.content_type or "").lower()
    if "html" in kind_ or "xml" in kind_:
        return False
    if kind_.startswith(("text/plain", "text/markdown")):
        return not text.lstrip()[:200].lower().startswith(("<!doctype html", "<html"))
    return not regex.search(r"<(?:!doctype|html|head|body|div|p|article)\b", text[:20000], regex.IGNORECASE)


def _hashes(body: str) -> dict[str, Any]:
    words = tokens(body)
    return {"word_count": len(words), "content_hash": xxhash.xxh3_128_hexdigest(" ".join(words).encode())}


def told(body: str) -> str:
    """The text that is compared: datelines, source lines and rights are worn by every copy differently."""
    paragraphs = body.split("\n\n")
    bare = [*map(datelines.without, paragraphs[: datelines.OPENING]), *paragraphs[datelines.OPENING :]]
    kept = [p for n, p in enumerate(bare) if n == 0 or not (agencies.is_source_line(p) or furniture.is_furniture(p))]
    return "\n\n".join(kept)
