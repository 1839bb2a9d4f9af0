"""The language of a text: its script where that is one language's, else what the page declares or the words show."""

from __future__ import annotations

import regex
from resiliparse.parse.lang import detect_fast

LOOKED_AT = 5000
"""Characters of a text that are looked at."""
SCRIPTS = (
    ("ja", r"[\p{Hiragana}\p{Katakana}]"),
    ("ko", r"\p{Hangul}"),
    ("zh", r"\p{Han}"),
    ("el", r"\p{Greek}"),
    ("he", r"\p{Hebrew}"),
    ("th", r"\p{Thai}"),
    ("hy", r"\p{Armenian}"),
    ("ka", r"\p{Georgian}"),
    ("ta", r"\p{Tamil}"),
    ("te", r"\p{Telugu}"),
    ("kn", r"\p{Kannada}"),
    ("ml", r"\p{Malayalam}"),
    ("gu", r"\p{Gujarati}"),
    ("pa", r"\p{Gurmukhi}"),
    ("si", r"\p{Sinhala}"),
    ("my", r"\p{Myanmar}"),
    ("km", r"\p{Khmer}"),
    ("lo", r"\p{Lao}"),
    ("am", r"\p{Ethiopic}"),
    ("or", r"\p{Oriya}"),
    ("dv", r"\p{Thaana}"),
)
"""Scripts that write one language of the press (Yiddish is the exception that is let go); Japanese before Chinese, whose signs it holds."""
ITS_OWN = tuple((language, regex.compile(script)) for language, script in SCRIPTS)
FOREIGN = regex.compile(r"[^\p{ASCII}\p{Latin}\p{Cyrillic}\p{Arabic}\p{Devanagari}\p{Common}]")
OF_DEVANAGARI = {
    "hi": regex.compile(r"\b(?:है|हैं|में|और|था|थी|थे|की|के|का|ने|से)\b"),
    "mr": regex.compile(r"\b(?:आहे|आहेत|आणि|होते|होती|नाही|केली|केले|या|ते)\b"),
    "ne": regex.compile(r"\b(?:छ|छन्|हो|र|थियो|भएको|गरेको|मा|ले|पनि)\b"),
}
"""Commonest words of the languages that are written in Devanagari, which short texts are else taken for each other by."""
MOST_OF_IT = 0.2
"""Share of a text's letters from which on a script is the text's own: names and terms in Latin letters stand in every text, and
kana are as few as that in Japanese."""
SURE = 380
"""The distance of resiliparse's guess up to which it is believed against the page. Of 900 pages, the true ones of those that
contradict (copied templates that say "en") lie at 185 to 355, the false ones from 390 on. Below 600 characters it is seldom so near."""
NEIGHBOURS = (
    {"da", "no", "nb", "nn"},
    {"hr", "sr", "bs", "sh", "sl"},
    {"cs", "sk"},
    {"pt", "gl"},
    {"es", "gl", "ca"},
    {"id", "ms"},
    {"bg", "mk"},
)
"""Languages that a guess takes for each other: between them the page's own word stands."""
OF_COUNTRY = {
    "dk": "da", "no": "no", "hr": "hr", "rs": "sr", "si": "sl", "ba": "bs", "cz": "cs", "sk": "sk", "pt": "pt", "br": "pt", "es": "es",
    "id": "id", "my": "ms", "bg": "bg", "mk": "mk",
}  # fmt: skip
"""Which of them a country's domains speak."""
TAG = regex.compile(r"^[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?")


def language(declared: str, body: str, domain: str | None = None) -> str:
    """A tag such as "de" or "pt-BR"; "und" where nothing says one. `declared`: the page's own tag, which templates are copied with.

    `domain`: whose country tells a language from its neighbours, where the page says none.
    """
    text = body[:LOOKED_AT]
    match = TAG.match(declared)
    tag = match[0].replace("_", "-") if match else ""
    primary, _, region = tag.lower().partition("-")
    said = f"{primary}-{region.upper()}" if len(region) == 2 else primary
    if (of_script := _of_script(text)) and (of_script, primary) != ("am", "ti"):
        return said if primary == of_script else of_script
    guess, distance = detect_fast(text)
    if guess in OF_DEVANAGARI:
        guess = max(OF_DEVANAGARI, key=lambda language: len(OF_DEVANAGARI[language].findall(text)))
    if said and (primary == guess or distance > SURE or guess == "unknown" or any({primary, guess} <= group for group in NEIGHBOURS)):
        return said
    if guess == "gl" and "ão" in text:
        return "pt"  # no word of Galician has it
    spoken = OF_COUNTRY.get((domain or "").rpartition(".")[2], guess)
    if not said and any({spoken, guess} <= group for group in NEIGHBOURS):
        return spoken
    return guess if guess != "unknown" else (primary or "und")


def _of_script(text: str) -> str | None:
    """The language whose own script writes the text."""
    if not FOREIGN.search(text):
        return None
    letters = sum(map(str.isalpha, text))
    return next((language for language, script in ITS_OWN if len(script.findall(text)) > MOST_OF_IT * letters), None)
