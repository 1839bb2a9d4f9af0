"""Where a page belongs: its canonical URL, its publisher, its registrable domain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

import tldextract

from worker.normalise.lines.strings import unaccented

TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|cmpid|cmp|ocid|xtor|ref|ref_src|ns_\w+|at_\w+|ito|smid|spm)$"
)
IN_PATH = "/%:@!$&'()*+,;=~-._"
"""What a path may hold unescaped besides letters and figures; an escape that is there already stays."""
LONGEST = 8192
"""Characters of a canonical URL that is believed; outcomes carry it, and topics bound the size of outcomes."""
LEAST_WORD, LEAST_WORDS = 3, 3
"""Characters of a word in an address, and such words of a step that may say the headline."""
AMP = re.compile(r"(?:/amp|\.amp|/amp\.html)/?$")


@cache
def _suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # the bundled list: the pool has no network


def domain(url: str) -> str | None:
    """The registrable domain of a URL's host ('news.bbc.co.uk': 'bbc.co.uk'), or the host itself where it has none.

    A top-level domain that the list does not know is a suffix of one label: publicsuffix.org's rule where none matches.
    """
    host = _host(urlsplit(url).hostname or "").strip("[]")
    if not host:
        return None
    found = _suffixes()(host)
    if found.domain and found.suffix:
        return f"{found.domain}.{found.suffix}"
    return host if found.ipv4 or found.ipv6 else ".".join(host.split(".")[-2:])


def label(domain: str | None) -> str:
    """The first label of a domain without its hyphens, as it spells a paper's or a person's name ("ann-lee.example": "annlee")."""
    return (domain or "").partition(".")[0].replace("-", "")


def slug(url: str) -> frozenset[str]:
    """The words of the last step of a URL's path that has several, without accents: often the headline's."""
    for step in reversed(urlsplit(url).path.split("/")):
        words = [
            word for word in re.split(r"[\W_]+", unaccented(unquote(step)).casefold()) if len(word) >= LEAST_WORD and not word.isdigit()
        ]
        if len(words) >= LEAST_WORDS:
            return frozenset(words)
    return frozenset()


def tidy(url: str) -> str:
    """The URL without fragment, login, tracking parameters and default port; the host in lower case and as DNS writes it (IDNA).

    What RFC 3986 does not allow is escaped, so that one address has one form however a page writes it.
    """
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme.lower()) else ""
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(k.lower())])
    return urlunsplit((parts.scheme.lower(), _host(parts.hostname or "") + port, quote(parts.path, safe=IN_PATH) or "/", query, ""))


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:  # labels that are too long or empty: DNS has no such host
        return host


def original(url: str, named: Iterable[str | None]) -> str | None:
    """The first of the addresses that a page names as its original which is on another site, and not that site's front page."""
    own = domain(url)
    for address in named:
        if own is None or not address or len(address) > LONGEST:
            continue
        try:
            joined = urljoin(url, address.strip())
            parts = urlsplit(joined)
            if parts.scheme in ("http", "https") and domain(joined) not in (None, own) and (parts.path.strip("/") or parts.query):
                return tidy(joined)
        except ValueError:
            continue
    return None


def canonical(url: str, declared: str | None) -> tuple[str, bool]:
    """The canonical URL, and whether it is the declared one: that counts if it is of the same site, and not its front page.

    A page read from a file of its own has no site, so whatever it declares counts.
    """
    local = url.startswith("file:")
    if declared and len(declared) <= LONGEST:
        try:
            joined = urljoin(url, declared.strip())
            parts = urlsplit(joined)
            if parts.scheme in ("http", "https") and parts.hostname and (local or domain(joined) == domain(url)):
                front = parts.path in ("", "/") and not parts.query and urlsplit(url).path not in ("", "/")
                if not front:
                    return tidy(joined), True
        except ValueError:
            pass  # not a URL: the page's own stands
    return (url if local else tidy(_without_amp(url))), False


def _without_amp(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=AMP.sub("", parts.path) or "/"))
