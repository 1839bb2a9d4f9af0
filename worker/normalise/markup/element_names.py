"""What sites call the parts of a page that are not its story, and the parts that are: element names, class and id words."""

from __future__ import annotations

import re
from functools import lru_cache

READ = frozenset({"p", "li", "blockquote", "h2", "h3", "h4"})
"""Elements that hold a story's text."""
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "amp-fit-text", "o-p",
})  # fmt: skip
"""Elements that part no text."""
TEXTLESS = frozenset({
    "script", "style", "noscript", "iframe", "svg", "select", "option", "input", "textarea", "template", "object", "embed", "video",
    "audio", "canvas", "map", "picture", "img", "head", "title", "meta", "link", "amp-ad", "amp-img", "amp-sidebar", "progress", "math",
})  # fmt: skip
"""Elements whose text, if any, nobody reads as part of a story."""
ASIDE = frozenset({"nav", "footer", "aside", "dialog", "menu", "button"})
"""Elements that stand beside a story, whatever they hold."""
LAYOUT = frozenset({"figure", "figcaption", "form", "fieldset"})
"""Elements that stand beside a story, unless they hold most of the page: some systems wrap every page in a form."""

_OTHERS = (
    "comments?", "comentarios?", "comentários?", "commentaires?", "kommentare?", "kommentar(?:er|en)", "reacties", "commenti",
    "komentarze", "komentare", "yorumlar",
    "repl(?:y|ies)", "disqus", "respond", "related", r"recirc\w*", r"recommend\w*", "outbrain", "taboola", "trending",
    "popular", "most-?(?:read|popular)", "read-?(?:next|also)", "also-?read", "see-?also", "more-?(?:on|from|stories|news|articles|like)",
    "mehr-zum-thema", "up-?next", "next-?up", "inline-?related", r"jp-relatedposts", r"yarpp\S*", "navigation", "navbar", "nav", "menu",
    "footer", "cookies?", "consent", "gdpr", r"onetrust\S*", r"ot-\S+", r"didomi\S*", r"usercentrics\S*", r"qc-cmp\S*",
    r"sp_message\S*", r"truste\S*", "gallery",
)  # fmt: skip
"""What others wrote, or what leads elsewhere: may well be longer than the story."""
_FURNITURE = (
    "ad", "ads", "advert", "advertisement", "adslot", "banner", "sponsor(?:ed)?", "promo(?:tion)?s?", "teaser", "newsletter", "sign-?up",
    "inline-?signup", r"subscri\w*", "paywall", "regwall", r"regist\w*", "sign-?in", "login", "account", "membership", "identity",
    "share",
    "shares", "sharing", "social", "breadcrumbs?", "byline", "authors", "autor(?:en)?", "author-?(?:bio|box|info|card)?", "bio", "caption",
    "image-?caption", r"(?:img|image|photo)[-_]?desc(?:ription)?",
    "wp-caption", "credit", "tags?", "taglist", "keywords", "topics", "sidebar", "sidenav", "popup", "modal", "overlay", "toolbar",
    "widget",
    r"ai2html\S*", r"g-ai\w*", "artboard", r"datawrapper\S*", r"flourish\S*", "infographics?", "charts?",
    "infobox", "fact-?box", "pull-?quote", "lightbox", "slideshow", "carousel", "slider", "(?:video|audio|media|jw)-?player",
    "photos?", "images?", "img", "picture", "foto", "timestamp", "dateline-?time", "published", "pubdate", "post-?meta", "entry-?meta",
    "meta", "rating", "skip-?link", "print-?only", "hidden", "visually-?hidden", "sr-only", "screen-reader(?:-text)?", "correction-?box",
    "read-?more", "disclaimer", "copyright", "legal", "feedback", "survey", "poll", "quiz", r"donat\w*", "support-?us", "search", "listen",
    r"addtoany\S*", r"a2a\S*", "pager", "pagination", "prev-?next", r"post-?nav\S*", "kicker", "eyebrow", "rubric", "affiliate",
)  # fmt: skip
_STORY = (
    "article-?_*(?:body|content|text|copy)", "story-?_*(?:body|content|text)", "post-?_*(?:body|content|text)", "entry-content",
    "main-?content-?body", "body-?copy", "rich-?text", "text-?content",
)  # fmt: skip
_LEAD = (
    "lead", "lede", "dek", "deck", "standfirst", "strapline", "sub-?title", "sub-?head(?:line|ing)?", "excerpt", "intro(?:duction)?",
    "summary", "abstract", "teaser", "chapo", "bajada", "entradilla", "sommario", "vorspann", "ingress",
)  # fmt: skip


def _words(*words: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])({'|'.join(words)})(?:$|[\s_-])", flags)


OTHERS = re.compile("|".join(_OTHERS), re.IGNORECASE)
STORY = re.compile("|".join(_STORY), re.IGNORECASE)
LEAD = _words(*_LEAD, flags=re.IGNORECASE)
_NAMES = _words(*_OTHERS, *_FURNITURE)
"""In lower case, as is faster than to ignore the case."""
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MODIFIER = re.compile(
    r"(?:has|had|no|not|non|with|without|is|js|theme|layout|page|site|body|single|template|post-type|category|tag)[-_]", re.IGNORECASE
)
"""Beginnings of names that say how a page looks, not what an element is: "has-sidebar"."""


def name_of(classes: str | None, id_: str | None) -> str | None:
    """What an element's class or id says it is, where that is no part of a story; in lower case."""
    if classes is None and id_ is None:
        return None
    return _name_of(f"{classes or ''} {id_ or ''}")


@lru_cache(maxsize=10_000)
def _name_of(names: str) -> str | None:
    # All names at once: most are no such name, and are told so at the price of one.
    if not _NAMES.search(_parted(names)) or STORY.search(names):
        return None
    for name in names.split():
        if not _MODIFIER.match(name) and (match := _NAMES.search(_parted(name))):
            return match[1]
    return None


def _parted(name: str) -> str:
    return CAMEL.sub("-", name).lower()
