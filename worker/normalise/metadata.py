"""What structured data and meta tags say of a page besides headline and authors."""

from __future__ import annotations

from lxml.html import HtmlElement

from worker.normalise import structured


def site_name(data: structured.Structured) -> str | None:
    publisher = structured.texts(data.article.get("publisher"))
    name = (
        data.first("og:site_name")
        or (publisher[0] if publisher and not publisher[0].startswith("http") else None)
        or data.first("application-name")
    )
    return name[:200] if name else None


def published(tree: HtmlElement, data: structured.Structured) -> list[tuple[str, str]]:
    names = (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "pubdate",
        "publish-date",
        "parsely-pub-date",
        "dcterms.created",
        "dc.date.issued",
    )
    found = [(t, "json-ld") for key in ("datePublished", "dateCreated", "uploadDate") for t in structured.texts(data.article.get(key))]
    found += [(value, "meta") for name in names for value in data.meta.get(name, ())]
    found += [
        (e.get("datetime") or e.get("content") or "", "markup")
        for e in tree.xpath("//*[@itemprop='datePublished'] | //time[@datetime]")[:3]
    ]
    return [(text, source) for text, source in found if text]


def modified(data: structured.Structured) -> list[tuple[str, str]]:
    found = [(t, "json-ld") for t in structured.texts(data.article.get("dateModified"))]
    return found + [
        (value, "meta") for name in ("article:modified_time", "og:updated_time", "datemodified") for value in data.meta.get(name, ())
    ]


def bylines(data: structured.Structured) -> list[str]:
    keys = ("author", "creator", "sourceOrganization", "provider", "copyrightHolder")
    return [t for key in keys for t in structured.texts(data.article.get(key))] + [
        v for n in ("author", "dc.creator", "article:author") for v in data.meta.get(n, ())
    ]


def keywords(data: structured.Structured) -> tuple[str, ...]:
    found = (
        structured.texts(data.article.get("keywords")) or list(data.meta.get("news_keywords", ())) or list(data.meta.get("keywords", ()))
    )
    words = [word.strip() for text in found for word in text.split(",")]
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= 80))[:30]


def free(value: object) -> bool | None:
    text = str(value).lower()
    return text == "true" if text in ("true", "false") else None
