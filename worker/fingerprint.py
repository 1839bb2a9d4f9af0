"""Text to fingerprint: hash-sampled word 5-grams, and the names and numbers a text states. Pure.

The sample is FracMinHash (Irber et al. 2022, doi:10.1101/2022.01.11.475838): a print is kept if its hash is divisible
by `SAMPLE`, whatever the text, so the share of one text's prints found in another estimates how much of the one stands
in the other, however different their lengths.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import regex
import xxhash

from worker.model import Fingerprint

GRAM = 5
SAMPLE = 8

# Languages written without spaces give one token a character, as word 5-grams of them would be whole sentences.
TOKEN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+")
NUMBER = regex.compile(r"\p{N}[\p{N}.,:]*")
NAME = regex.compile(r"(?<=[\p{Ll}\p{N},;] )\p{Lu}[\p{L}\p{M}]+")
SCRIPTS = {
    name: regex.compile("|".join(rf"\p{{Script={script}}}" for script in scripts.split()))
    for name, scripts in (
        ("latin", "Latin"), ("cyrillic", "Cyrillic"), ("greek", "Greek"), ("arabic", "Arabic"), ("hebrew", "Hebrew"),
        ("cjk", "Han Hiragana Katakana"), ("hangul", "Hangul"), ("thai", "Thai"), ("devanagari", "Devanagari"), ("bengali", "Bengali"),
    )
}  # fmt: skip
LOOKED_AT = 2000
"""Characters, spread over the text, by which its script is told."""


def tokens(text: str) -> list[str]:
    """The text's words, casefolded; single characters in scripts without spaces."""
    found: list[str] = TOKEN.findall(text.casefold())
    return found


def script(text: str) -> str:
    """The script that most of the text is written in; "other" where it is none of the ten that news is mostly written in."""
    seen = text[:: max(1, len(text) // LOOKED_AT)]
    counts: dict[str, int] = {}
    for name, letters in SCRIPTS.items():
        counts[name] = len(letters.findall(seen))
        if 2 * counts[name] > len(seen):
            return name  # no other can have more
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] else "other"


def facts(text: str, starts: Sequence[int]) -> dict[int, int]:
    """32-bit hashes of the numbers in the text and of the words with a capital inside sentences (names), each with the
    index of the token where it first stands. `starts`: where each token begins."""
    found: dict[int, int] = {}
    for pattern in (NUMBER, NAME):
        for match in pattern.finditer(text):
            digest = xxhash.xxh32_intdigest(match[0].rstrip(".,:").encode())
            found.setdefault(digest, max(0, bisect_right(starts, match.start()) - 1))
    return found


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text. A text shorter than `GRAM` tokens has no prints."""
    found = list(TOKEN.finditer(text))
    words = [match[0].casefold().encode() for match in found]
    # Each gram is a slice of all words in a row, which costs half of joining five words for each.
    row, starts = b"\x00".join(words), [0, *accumulate(len(word) + 1 for word in words)]
    seen: dict[int, int] = {}
    digest = xxhash.xxh3_64_intdigest
    for position, (start, end) in enumerate(zip(starts, starts[GRAM:], strict=False)):
        value = digest(row[start : end - 1])
        if value % SAMPLE == 0:
            seen.setdefault(value, position)
    return Fingerprint(tuple(seen), tuple(seen.values()), len(words), facts(text, [match.start() for match in found]), script(text))
