"""Text to fingerprint: hash-sampled word 5-grams, and the names and numbers a text states. Pure.

The sample is FracMinHash (Irber et al. 2022, doi:10.1101/2022.01.11.475838): a print is kept if its hash is divisible
by `SAMPLE`, whatever the text, so the share of one text's prints found in another estimates how much of the one stands
in the other, however different their lengths.
"""

from __future__ import annotations

import regex
import xxhash

from worker.model import Fingerprint

GRAM = 5
SAMPLE = 8

# Languages written without spaces give one token a character, as word 5-grams of them would be whole sentences.
TOKEN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+")
NUMBER = regex.compile(r"\p{N}[\p{N}.,:]*")
NAME = regex.compile(r"(?<=[\p{Ll}\p{N},;] )\p{Lu}[\p{L}\p{M}]+")


def tokens(text: str) -> list[str]:
    """The text's words, casefolded; single characters in scripts without spaces."""
    found: list[str] = TOKEN.findall(text.casefold())
    return found


def facts(text: str) -> frozenset[int]:
    """32-bit hashes of the numbers in the text, and of the words with a capital inside sentences (names)."""
    found = {number.rstrip(".,:") for number in NUMBER.findall(text)}
    found.update(NAME.findall(text))
    return frozenset(xxhash.xxh32_intdigest(fact.encode()) for fact in found)


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text. A text shorter than `GRAM` tokens has no prints."""
    words = tokens(text)
    seen: dict[int, int] = {}
    digest = xxhash.xxh3_64_intdigest
    for position in range(len(words) - GRAM + 1):
        value = digest("\x00".join(words[position : position + GRAM]).encode())
        if value % SAMPLE == 0:
            seen.setdefault(value, position)
    return Fingerprint(tuple(seen), tuple(seen.values()), len(words), facts(text))
