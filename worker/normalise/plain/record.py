"""Texts that archives, press reviews, feeds and mail hand out: what they say of a story stands above it, a label and a value a line.

"Title: …", "Source: …", "Date: …" in the languages of the press; "HD", "SN", "PD" as Factiva writes them; "og:title: …" of a page's card;
"Subject: …" of a letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from worker.normalise.lines.strings import tidy
from worker.normalise.plain.extent import is_prose
from worker.normalise.plain.textlines import is_byline

_LABELS = {
    "headline": (
        "title", "headline", "hd", "og:title", "twitter:title", "titel", "überschrift", "schlagzeile", "titre", "título",
        "titular", "titolo", "kop", "kopregel", "overskrift", "otsikko", "tytuł", "nadpis", "titulek", "cím", "titlu", "titlul",
        "naslov", "наслов", "заголовок", "название", "τίτλος", "başlık", "العنوان", "عنوان", "כותרת", "शीर्षक", "শিরোনাম",
        "judul", "tiêu đề", "หัวข้อ", "标题", "標題", "题目", "タイトル", "見出し", "제목",
    ),
    "subject": (
        "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne", "aihe", "temat", "předmět",
        "predmet", "tárgy", "subiect", "тема", "konu", "الموضوع", "נושא", "件名", "主题", "主旨",
    ),
    "author": (
        "author", "authors", "dc:creator", "dc.creator", "byline", "by", "article:author", "twitter:creator", "writer",
        "journalist", "autor", "autorin", "autoren", "verfasser", "auteur", "auteurs", "autora", "autores", "autore", "autori",
        "door", "skribent", "forfatter", "författare", "kirjoittaja", "autorzy", "szerző", "avtor", "автор", "авторы",
        "συντάκτης", "yazar", "muhabir", "الكاتب", "بقلم", "المؤلف", "نویسنده", "מאת", "מחבר", "लेखक", "লেখক", "penulis",
        "tác giả", "ผู้เขียน", "作者", "记者", "記者", "著者", "筆者", "기자", "저자", "글쓴이",
    ),
    "publisher": (
        "source", "publication", "newspaper", "publisher", "paper", "sn", "og:site_name", "quelle", "zeitung", "medium",
        "publikation", "journal", "fuente", "medio", "periódico", "fonte", "testata", "jornal", "veículo", "bron", "krant",
        "källa", "tidning", "kilde", "avis", "lähde", "źródło", "gazeta", "zdroj", "forrás", "sursa", "izvor", "источник",
        "издание", "джерело", "видання", "πηγή", "kaynak", "gazete", "المصدر", "الصحيفة", "منبع", "מקור", "स्रोत", "সূত্র",
        "sumber", "nguồn", "ที่มา", "来源", "來源", "媒体", "出典", "媒体名", "출처", "매체",
    ),
    "date": (
        "date", "published", "publication date", "date published", "pub date", "pubdate", "pd", "article:published_time",
        "datum", "erscheinungsdatum", "veröffentlicht", "date de publication", "publié", "fecha", "fecha de publicación",
        "data", "data di pubblicazione", "data de publicação", "publicatiedatum", "publicerad", "dato", "julkaistu",
        "data publikacji", "data wydania", "datum vydání", "dátum", "data publicării", "дата", "дата публикации",
        "дата публікації", "опубликовано", "ημερομηνία", "tarih", "yayın tarihi", "تاريخ النشر", "التاريخ", "تاریخ", "תאריך",
        "दिनांक", "प्रकाशित", "তারিখ", "tanggal", "ngày", "วันที่", "日期", "发布时间", "發布時間", "日付", "掲載日", "날짜",
        "입력", "보도일",
    ),
    "dateline": (
        "dateline",
    ),
}  # fmt: skip
"""What the fields of a record are called in the languages of the press."""
LABELS = {label: name for name, labels in _LABELS.items() for label in labels}
LINE = re.compile(
    r"^\W{0,2}(?P<label>(?:og|article|twitter|dc)[:.][\w:]{2,25}?|[^\W\d_][\w ./'’-]{1,28}?)(?:\s*:\s+|\s*：\s*)(?P<value>\S.*)$"
)
CODE = re.compile(r"^(?P<label>[A-Z]{2,3})(?:\s{2,}|\t)(?P<value>\S.*)$")
BARE = re.compile(r"^(?:[A-Z]{2,3}|[^\W\d_][\w /'’-]{1,28}\s?[:：])$")
"""A label whose value stands below: "LP", "Summary:"."""
STORY = re.compile(
    r"^(?:LP|TD|(?:full )?text|body|content(?::encoded)?|article|volltext|texte(?: intégral)?|texto(?: completo)?|testo|tekst|szöveg|текст"
    r"|النص(?: الكامل)?|正文|全文|本文|본문|전문)\s?[:：]?$",
    re.IGNORECASE,
)
"""The label of the story itself; what stands between the record and it is a summary."""
FURTHER = "TD"
"""That of its second part."""
SUMMARY = 8
"""Lines of a summary."""
FORWARDED = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|vs|sv|enc|odp|pd|vb|i)\s?:\s*)+", re.IGNORECASE)
"""What mail puts before a subject, and no other value begins with."""
LEAST_NAMED, LEAST_LABELLED = 2, 4
"""Fields that are named, and labelled lines in all, from which on lines that stand together are a record."""
TOLD, SENTENCE = re.compile(r"[.!?…。！？؟][\"'”’»]?$"), 6
"""The end of a sentence, and words of a value from which on one is the story's: "HOLLIN: The harbour board voted …", "Q: How …?"."""
LEAST_FOOT, MOST_BELOW = 2, 8
"""Labelled lines that are a foot, and lines below them at most."""
HEAD = 40
"""Lines within which a record begins."""
LONGEST = 200
"""Characters of such a line; more is a paragraph of the story: "Rome: The government …"."""
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
"""A link as Markdown writes it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says: the values of its labels by field, in their order; `text`: the page without it."""

    text: str
    said: dict[str, list[str]] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        return next(iter(self.said.get(name, ())), None)


def read(text: str) -> Record:
    """Parts what a record says from the story below it, and from what else is labelled below that; most texts have no record."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = 0
    while (begin := next((n for n in range(end, min(HEAD, len(lines))) if _labelled(lines[n])), None)) is not None:
        end = next((n for n in range(begin + 1, len(lines)) if not _is_of_record(lines[n])), len(lines))
        pairs = [pair for line in lines[begin:end] if (pair := _labelled(line))]
        said: dict[str, list[str]] = {}
        for label, value in pairs:
            if label in LABELS:
                said.setdefault(LABELS[label], []).append(value)
        if (
            len(said) >= LEAST_NAMED
            and len(pairs) >= LEAST_LABELLED
            and not any(is_byline(line) or is_prose(line) for line in lines[:begin])
        ):
            return Record("\n".join((*lines[:begin], "", *_without_foot(_of_story(lines[end:])))), said)
    return Record(text)


def _is_of_record(line: str) -> bool:
    if pair := _labelled(line):
        return pair[0] in LABELS or not _is_told(pair[1])
    return not line.strip() or bool(BARE.match(line.strip()))


def _is_told(value: str) -> bool:
    """Whether a value is a sentence of the story."""
    return bool(TOLD.search(value)) and len(value.split()) >= SENTENCE


def _of_story(lines: list[str]) -> list[str]:
    """The lines below the label of the story, if one stands near, without labels of its parts."""
    begin = next((n + 1 for n, line in enumerate(lines[:SUMMARY]) if STORY.match(line.strip()) and line.strip() != FURTHER), 0)
    return [line for line in lines[begin:] if not STORY.match(line.strip())]


def _without_foot(lines: list[str]) -> list[str]:
    """The story's lines without several labelled ones that stand together near the end, and without what stands below those."""
    told = [n for n, line in enumerate(lines) if line.strip()]
    labelled = [bool(_labelled(lines[n])) for n in told]
    below = next((n for n in range(len(told), 0, -1) if labelled[n - 1]), 0)
    begin = below
    while begin and labelled[begin - 1]:
        begin -= 1
    is_foot = below - begin >= LEAST_FOOT and len(told) - below <= MOST_BELOW
    if not is_foot or any(_is_told(lines[n]) for n in told[begin:below]) or any(is_prose(lines[n]) for n in told[below:]):
        return lines
    return lines[: told[begin]]


def _labelled(line: str) -> tuple[str, str] | None:
    """A line's label and value."""
    match = (CODE.match(line) or LINE.match(line.strip())) if len(line) <= LONGEST else None
    return (match["label"].casefold().strip(), tidy(FORWARDED.sub("", LINK.sub(r"\1", match["value"])))) if match else None
