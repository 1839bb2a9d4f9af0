"""Whether a page is an article at all; in doubt it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from worker.model import Dead, Reason, Stage
from worker.normalise.fields.structured import Structured, types
from worker.normalise.lines.prompts import ADDRESS
from worker.normalise.lines.strings import SENTENCE
from worker.normalise.lines.strings import words as count

WALL = re.compile(
    r"\b(?:before you continue|accept (?:all )?cookies|cookie (?:consent|settings|preferences)|we value your privacy|are you a robot|verify you are (?:a )?human"
    r"|captcha|enable javascript|access denied|checking (?:your browser|that you are)|unusual traffic|log ?in to continue|sign in to continue|please log ?in|just a moment(?! [a-z])"
    r"|cookies akzeptieren|wie gewohnt mit werbung|mit werbung (?:weiterlesen|und tracking)|weiterlesen mit werbung|(?:zustimmen|akzeptieren) und weiter|weiter mit werbung|pur-abo|accepter (?:et|pour) continuer|continuer sans accepter|aceptar (?:cookies|y continuar)"
    r"|accetta (?:e|per) (?:continua|continuare|prosegui)|aceitar e continuar|accepteren en doorgaan|akceptuję i przechodzę|godkänn alla|godta alle|accepter alle|hyväksy kaikki"
    r"|la tua privacy|vraagt (?:je|uw|om) toestemming|dbamy o twoją prywatność|(?:respectons|protégeons) votre vie privée|respecter votre vie privée|votre vie privée (?:est|compte|nous)|tu privacidad (?:es|nos)|(?:valoramos|respetamos) (?:tu|su) privacidad"
    r"|valorizamos a sua privacidade|värnar om din integritet|yksityisyytesi|adatvédelem fontos|záleží nám na (?:vašem )?soukromí"
    r"|přijmout vše|prihvati sve|принять все|прийняти всі|tümünü kabul et)\b",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"^(?:please |bitte )?\b(?:log ?in|sign ?in|anmelden|anmeldung|einloggen|se connecter|connectez-vous|connexion|inici(?:ar|a) sesión|accedi|faça login|inloggen|logga in|logg inn|log ind|kirjaudu"
    r"|zaloguj|logowanie|přihlášení|přihl[aá]s\w+|prihlásenie|bejelentkezés|autentificare|prijav\w+|войти|войдите|вход|увійти|вхід|giriş yap|masuk|đăng nhập)\b"
    r"|^(?:登录|登入|ログイン|로그인|تسجيل الدخول|ورود|התחבר|लॉग ?इन|เข้าสู่ระบบ)",
    re.IGNORECASE | re.MULTILINE,
)
"""The beginning of a login page's title or heading."""
SIGN_UP = re.compile(
    r"^\W*(?:sign up (?:for|to)|subscribe to"
    r"|(?:(?:all|our|onze|unsere|nos|nuestr[oa]s|(?:le )?nostre|våra|våre|vores|nasze|naše) )?(?:newsletters?|nieuwsbrie(?:f|ven)|infolettres?|bolet(?:ín|ines)|boletins|nyhedsbreve?|nyhetsbrev|biuletyny?|рассылки?)"
    r"(?: (?:of|from|van|von|de|du|da|di|von der|från|fra) (?-i:(?:[A-ZÀ-Þ]\S* ?){1,4}))?\W*$"
    r"|get our .{0,30}newsletter|.{0,40}newsletter (?:abonnieren|bestellen)|abonnez-vous|inscrivez-vous|suscr[ií]bete|iscriviti|assine|inscreva-se|schrijf je in|zapisz się)",
    re.IGNORECASE | re.MULTILINE,
)
"""The beginning of the title of a page that asks for an address."""
LISTING_CLASSES = frozenset({"archive", "category", "tag", "author", "search", "search-results", "taxonomy", "post-type-archive"})
STORY_CLASSES = re.compile(r"(?:^|\s)(?:single\S*|singular|postid-\d+|article\S*)(?:$|\s)")
"""Words of a body's class by which publishing systems say what a page is."""
LISTING_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage"})
LISTING_URL = re.compile(
    r"/(?:category|tags?|authors?|search|suche|buscar|recherche|cerca|zoeken|szukaj)(?:/|$|\?)|[?&](?:s|q|query|search)=(?!\d+(?:&|$))",
    re.IGNORECASE,
)
MISSING = re.compile(
    r"\b(?:404(?=\s*(?:$|[-–—|:.]|error|not found|page))|(?:error|fehler|erreur) 404|(?:page|article|story|file|content|document|url) (?:was |is |could )?not (?:be )?found|(?:can['’]t|cannot|could ?n[o'’]t) (?:seem to )?(?:be )?(?:find|found) (?:that|the|this|your) (?:page|article|story)|page (?:does not|doesn't) exist|(?:page|article|story|content|item|link) (?:is |you \w+ for is )?no longer available|seite nicht gefunden|page introuvable|página no encontrada"
    r"|no (?:encontramos|hemos encontrado|pudimos encontrar|se encontró) (?:la|esta) página|não encontramos a página|página não (?:foi )?encontrada"
    r"|(?:diese|die gesuchte) seite (?:wurde nicht|konnte nicht|gibt es nicht)|nous n['’]avons pas trouvé|stran[ay] nie została znaleziona|stránk[au] (?:nebyla nalezena|nenalezena|sa nenašla)"
    r"|sidan (?:kunde inte hittas|hittades inte)|siden (?:findes ikke|blev ikke fundet|ble ikke funnet)|sivua ei löyty\w+|oldal nem található|pagina nu (?:a fost găsită|există)|сторінку не знайдено"
    r"|pagina non trovata|n['’]existe plus|cette page n['’]existe|la página (?:\w+ )*no existe|non esiste più|bestaat niet (?:meer)?|nie istnieje|finns inte(?: längre)?|finnes ikke|neexistuje"
    r"|страница не найдена|не существует|bulunamadı|页面不存在|見つかりません(?:でした)?|찾을 수 없|internal server error|service unavailable)\b",
    re.IGNORECASE,
)
NOT_FOUND = re.compile(
    r"^\W*(?:(?:error )?404\W*(?:error|page|not found)?\W*$|(?:page|article|story) not found|(?:diese )?seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden"
    r"|sidan (?:kunde inte hittas|hittades inte|finns inte)|siden (?:findes ikke|finnes ikke|blev ikke fundet|ble ikke funnet)|sivua ei löyty\w+|stron[ay] nie (?:istnieje|została znaleziona)|stránk[au] (?:nebyla nalezena|nenalezena|neexistuje|sa nenašla)"
    r"|az oldal nem található|(?:お探しの)?ページ[はが]見つかりません(?:でした)?|pagina nu (?:a fost găsită|există)|страница не (?:найдена|существует)|сторінку не знайдено|sayfa bulunamadı|halaman tidak ditemukan|không tìm thấy trang)",
    re.IGNORECASE | re.MULTILINE,
)
"""The beginning of a title that says of the page itself that it is not there."""
EXPIRED = re.compile(
    r"\b(?:article|story|content|page|report) (?:has expired|(?:is|are) no longer (?:available|online))|\b(?:artikel|beitrag|inhalt|text|meldung) (?:ist|steht|sind) .{0,40}nicht mehr (?:verfügbar|abrufbar|online|zur verfügung)"
    r"|\b(?:article|contenu) n['’]est plus (?:disponible|accessible|en ligne)|\b(?:artículo|contenido|noticia) ya no está disponible|\b(?:articolo|contenuto) non è più disponibile|\b(?:artigo|conteúdo|matéria) não está mais disponível"
    r"|\b(?:artikel|bericht) is niet (?:meer|langer) beschikbaar|(?:artykuł|treść|materiał)\w*,? .{0,30}(?:nie jest już dostępn\w+|wygasł\w*|już się skończył\w*)|\b(?:artikeln|artikkelen|artiklen) (?:är|er) (?:inte|ikke) (?:längre|lenger|længere) tillg"
    r"|материал больше не доступен|(?:記事は)?(?:掲載|公開)期間が?終了|記事は(?:掲載|公開)が?終了|conteúdo removido|(?:reportagem|matéria|notícia|artigo) foi (?:retirad|removid)[oa]",
    re.IGNORECASE,
)
"""What a page says whose story was taken away."""
DEVICE = re.compile(
    r"\b(?:store|speicher\w*|stock\w+|almacen\w+|archiv\w+|opslaan|przechowyw\w+|armazen\w+|lagra|lagre|gemme)\b.{0,60}\b(?:access\w*|acce[ds]\w*|accéd\w+|zugr\w+|zugreifen|toegang|dostęp\w*|aced\w+|acess\w+|åtkomst|tilgang|adgang)\b"
    r".{0,80}\b(?:device|gerät\w*|appareil|terminal|dispositivo|apparaat|urządzeni\w*|enhet\w*|enhed\w*)\b",
    re.IGNORECASE,
)
"""The first purpose of the IAB's Transparency and Consent Framework, as banners word it."""
QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{0,500}[”“»\"]")
LEAST_WORDS = 20
"""Words (characters in scripts without spaces) that make a text; less is a caption or a video's one line."""
FEW_WORDS = 150
"""Words below which a page may be a wall or an error page; longer ones have too much to say."""
MANY_WORDS, SPEAKING = 800, 0.4
"""Words below which a page that calls itself no article may be a long wall, and the share of them that then speaks to its reader."""
FIRST = 4
"""Paragraphs that may say that the story was taken away."""
BRIEF = 60
"""Words of a text that is short even for a brief."""
VIDEO_WORDS = 25
"""Words in sentences beside a video below which a page tells nothing else."""
ADDRESSES = 2
"""How often a wall speaks to its reader, at least."""
TOLD_WORDS = 50
"""Words below no linked heading from which on a page tells a story of its own."""
LINKED_HEADINGS, LISTED = 12, 6
"""Headings that are links, from which on a page without a story is a listing, and one that says so itself though it has an introduction."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of itself.

    `article`, `listing`, `profile`, `video`: it calls itself one, to machines or by its address; `login`, `asks_address`: it asks
    for a password, for an address; `signed`: it says who wrote it, or when.
    """

    article: bool = False
    listing: bool = False
    profile: bool = False
    video: bool = False
    login: bool = False
    asks_address: bool = False
    signed: bool = False


def told_by(tree: HtmlElement, data: Structured, url: str) -> Told:
    """What a page says of itself, to machines and by its address."""
    named = {type_ for node in data.nodes for type_ in types(node)}
    kind = data.first("og:type") or ""
    body = tree.find("body")
    classes = (body.get("class") or "" if body is not None else "").lower()
    is_story = bool(data.article) or bool(STORY_CLASSES.search(classes))
    parts = urlsplit(url)
    is_front = parts.path in ("", "/") and not parts.query
    listing = bool(is_front or LISTING_CLASSES & set(classes.split()) or LISTING_TYPES & named or LISTING_URL.search(url))
    return Told(
        article=bool(data.article) or kind == "article",
        listing=listing and not is_story,
        profile="ProfilePage" in named and not is_story,
        video=kind.startswith("video") and not data.article,
        login=bool(tree.xpath("boolean(//input[@type='password'])")),
        asks_address=bool(tree.xpath("boolean(//input[@type='email'])")),
    )


def not_article(paragraphs: Sequence[str], told: int, title: str, text: str, tree: HtmlElement | None, said: Told) -> Dead | None:
    """A death where the page is a wall, an error page, a listing or a video.

    `paragraphs`: what is left of its text; `told`: words of its prose that is no teaser's; `title`: its title and headline;
    `text`: its headings and text; `said`: what the page says of itself.
    """
    words = sum(map(count, paragraphs))
    for line in paragraphs[:FIRST]:
        # In a longer text it stands where a film or a post was.
        if told - count(line) < BRIEF and (match := EXPIRED.search(line)):
            return _dead(f"a page whose story was taken away: {match[0]!r}")
    if words < MANY_WORDS and (match := DEVICE.search(text[:5000])) and _speaking(paragraphs) >= SPEAKING:
        return _dead(f"a consent wall: {match[0]!r}, and it speaks to its reader throughout")
    few, many = words < FEW_WORDS, not said.article and words < MANY_WORDS
    addresses = len(ADDRESS.findall(QUOTED.sub(" ", text))) if few or many else 0
    if few:
        if not said.article and (match := NOT_FOUND.search(title)):
            return _dead(f"an error page: {match[0]!r}")
        speaks = addresses > 0 or words < BRIEF
        if match := (WALL.search(title) if speaks else None) or (WALL.search(text[:2000]) if addresses >= ADDRESSES else None):
            return _dead(f"a consent, login or bot wall: {match[0]!r}")
        if said.login and speaks and (match := LOGIN.search(title)):
            return _dead(f"a login page: {match[0]!r}, and it asks for a password")
        if match := (MISSING.search(title) if addresses else NOT_FOUND.search(title) if speaks else None) or (
            MISSING.search(text[:300]) if addresses and words < BRIEF else None
        ):
            return _dead(f"an error page: {match[0]!r}")
    if said.asks_address and (few or not said.article) and (match := SIGN_UP.search(title)):
        return _dead(f"a page to sign up on: {match[0]!r}, and it asks for an address")
    if many:
        # A page that calls itself no article has to be less like one.
        if (match := NOT_FOUND.search(title) or (MISSING.search(title) if addresses else None)) and told < FEW_WORDS:
            return _dead(f"an error page: {match[0]!r}")
        if said.login and (match := LOGIN.search(title)) and _speaking(paragraphs) >= SPEAKING:
            return _dead(f"a login page: {match[0]!r}, it asks for a password and speaks to its reader throughout")
        if not said.signed and (match := WALL.search(text[:2000])) and _speaking(paragraphs) >= SPEAKING:
            return _dead(f"a consent or login wall: {match[0]!r}, and it speaks to its reader throughout")
    if said.video and sum(count(line) for line in paragraphs if SENTENCE.search(line)) < VIDEO_WORDS:
        return _dead("a video with a line of text")
    if said.profile or (said.listing and told < TOLD_WORDS):
        return _dead("a listing or somebody's profile: it says so itself")
    if tree is None or said.article:
        return None
    linked = _linked_headings(tree)
    if (told < TOLD_WORDS and linked >= LINKED_HEADINGS) or (said.listing and told < FEW_WORDS and linked >= LISTED):
        return _dead("a front page or listing: its headings are links, and it tells no story of its own")
    return None


def _speaking(paragraphs: Sequence[str]) -> float:
    """The share of words in paragraphs that speak to the reader."""
    speaking = sum(count(line) for line in paragraphs if ADDRESS.search(QUOTED.sub(" ", line)))
    return speaking / max(1, sum(map(count, paragraphs)))


def _dead(error: str) -> Dead:
    return Dead(Reason.NOT_ARTICLE, Stage.NORMALISE, error)


def _linked_headings(tree: HtmlElement) -> int:
    linked = 0
    for heading in tree.iter("h2", "h3", "h4"):
        parent = heading.getparent()
        link = parent if parent is not None and parent.tag == "a" else heading.find(".//a")
        linked += link is not None and not (link.get("href") or "").startswith("#")
    return linked
