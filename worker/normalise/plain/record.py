"""Texts that archives, press reviews, feeds and mail hand out: what they say of a story stands above it, a label and a value a line.

"Title: …", "Source: …", "Date: …" in the languages of the press; "HD", "SN", "PD" as Factiva writes them; "og:title: …" of a page's card;
"Subject: …" of a letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from worker.normalise.lines.strings import tidy
from worker.normalise.plain.extent import is_prose

_LABELS = {
    "headline": (
        "title", "headline", "hd", "og:title", "twitter:title", "subject", "betreff", "titel", "überschrift", "schlagzeile",
        "objet", "titre", "asunto", "título", "titular", "titolo", "oggetto", "assunto", "onderwerp", "kop", "kopregel", "ämne",
        "overskrift", "otsikko", "tytuł", "temat", "nadpis", "titulek", "cím", "titlu", "titlul", "naslov", "наслов",
        "заголовок", "тема", "название", "τίτλος", "başlık", "konu", "العنوان", "عنوان", "כותרת", "शीर्षक", "শিরোনাম", "judul",
        "tiêu đề", "หัวข้อ", "标题", "標題", "题目", "タイトル", "見出し", "件名", "제목",
    ),
    "author": (
        "author", "authors", "byline", "by", "article:author", "twitter:creator", "writer", "journalist", "autor", "autorin",
        "autoren", "verfasser", "auteur", "auteurs", "autora", "autores", "autore", "autori", "door", "skribent", "forfatter",
        "författare", "kirjoittaja", "autorzy", "szerző", "avtor", "автор", "авторы", "συντάκτης", "yazar", "muhabir", "الكاتب",
        "بقلم", "المؤلف", "نویسنده", "מאת", "מחבר", "लेखक", "লেখক", "penulis", "tác giả", "ผู้เขียน", "作者", "记者", "記者",
        "著者", "筆者", "기자", "저자", "글쓴이",
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
        "dateline", "ort", "lieu", "lugar", "luogo", "место",
    ),
}  # fmt: skip
"""What the fields of a record are called in the languages of the press."""
LABELS = {label: name for name, labels in _LABELS.items() for label in labels}
LINE = re.compile(
    r"^\W{0,2}(?P<label>(?:og|article|twitter|dc)[:.][\w:]{2,25}?|[^\W\d_][\w ./'’-]{0,28}?)(?:\s*:\s+|\s*：\s*)(?P<value>\S.*)$"
)
CODE = re.compile(r"^(?P<label>[A-Z]{2,3})(?:\s{2,}|\t)(?P<value>\S.*)$")
BARE = re.compile(r"^(?:[A-Z]{2,3}|[^\W\d_][\w /'’-]{1,28}\s?[:：])$")
"""A label whose value stands below: "LP", "Full text:"."""
LEAST_NAMED, LEAST_LABELLED = 2, 4
"""Fields that are named, and labelled lines in all, from which on lines that stand together are a record."""
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
    for begin in range(min(HEAD, len(lines))):
        if _labelled(lines[begin]):
            end = begin + next((n for n, line in enumerate(lines[begin:]) if not _is_of_record(line)), len(lines) - begin)
            pairs = [pair for line in lines[begin:end] if (pair := _labelled(line))]
            said: dict[str, list[str]] = {}
            for label, value in pairs:
                if label in LABELS:
                    said.setdefault(LABELS[label], []).append(value)
            if len(said) >= LEAST_NAMED and len(pairs) >= LEAST_LABELLED:
                return Record("\n".join((*lines[:begin], "", *_without_foot(lines[end:]))), said)
    return Record(text)


def _is_of_record(line: str) -> bool:
    return not line.strip() or bool(_labelled(line) or BARE.match(line.strip()))


def _without_foot(lines: list[str]) -> list[str]:
    """The story's lines without the labelled ones below its last prose, and what stands below those."""
    lines = [line for line in lines if not BARE.match(line.strip())]
    last = next((n for n in range(len(lines) - 1, -1, -1) if is_prose(lines[n]) and not _labelled(lines[n])), -1)
    foot = next((n for n in range(last + 1, len(lines)) if _labelled(lines[n])), len(lines))
    return lines[:foot]


def _labelled(line: str) -> tuple[str, str] | None:
    """A line's label and value."""
    match = (CODE.match(line) or LINE.match(line.strip())) if len(line) <= LONGEST else None
    return (match["label"].casefold().strip(), tidy(LINK.sub(r"\1", match["value"]))) if match else None
