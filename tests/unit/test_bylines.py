"""Bylines as pages write them, and the persons they name."""

import lxml.html
import pytest

from worker.normalise.fields.authors import authors
from worker.normalise.fields.structured import Structured, read
from worker.normalise.lines.bylines import LABELLED
from worker.normalise.lines.persons import Paper, persons
from worker.normalise.markup import blocks, surroundings

PAPER = Paper("Coast Ledger", "coastledger.example")
ALONE = surroundings.Surroundings([], [], [], None)
NAMELESS = Paper(None, "coastledger.example")


@pytest.mark.parametrize(
    ("byline", "paper", "names"),
    [
        ("By Nora Winfield March 13, 2026 9:00 PM", PAPER, ["Nora Winfield"]),
        ("By NORA WINFIELD March 11, 2026 3:46 PM Morning Show", PAPER, ["Nora Winfield"]),
        ("By Nora Winfield on Friday, March 13, 2026", PAPER, ["Nora Winfield"]),
        ("par Mathilde Roy le 7 mai 2026", PAPER, ["Mathilde Roy"]),
        ("Von Karla Brandt und Uwe Lenz, aktualisiert am 3. Mai 2026", PAPER, ["Karla Brandt", "Uwe Lenz"]),
        ("ByJ.R. Poe", PAPER, ["J.R. Poe"]),
        ("Byron Poe", PAPER, ["Byron Poe"]),
        ("VON KARLA BRANDT UND UWE LENZ", PAPER, ["Karla Brandt", "Uwe Lenz"]),
        # "dan" is the Indonesian for "and", "e" the Italian, "y" the Spanish.
        ("Dan Ferris", PAPER, ["Dan Ferris"]),
        ("Oleh Budi Santoso dan Sri Wahyuni", PAPER, ["Budi Santoso", "Sri Wahyuni"]),
        ("By William E. Stone and Laura Y Hall", PAPER, ["William E. Stone", "Laura Y Hall"]),
        # After what a person is comes where she works.
        ("By Daniel Karl Moor, Senior Staff Counsel, Speech, Privacy, and Rights Unit", PAPER, ["Daniel Karl Moor"]),
        ("By Ann Poe, editor, and Bob Roe, reporter", PAPER, ["Ann Poe", "Bob Roe"]),
        # The paper is no person, by its name or after others by its domain; a person's own site is hers.
        ("Nora Winfield Coast Ledger", PAPER, ["Nora Winfield"]),
        ("Nora Winfield, COAST LEDGER 8:42 a.m. EDT October 3, 2026", NAMELESS, ["Nora Winfield"]),
        ("Coast Ledger", PAPER, []),
        ("Nora Winfield", Paper(None, "norawinfield.example"), ["Nora Winfield"]),
        ("Atlantic Harbour Capital Investors", PAPER, []),
        ("Ediciones del Puerto", PAPER, []),
        ("新华社记者", PAPER, []),
        ("홍길동 기자", PAPER, ["홍길동"]),
        ("山田太郎記者", PAPER, ["山田太郎"]),
        ("东方早报网", PAPER, []),
        # Behind a name set apart comes the desk or the place; a menu of languages names nobody.
        ("Posted by Nora Winfield and Dan C Ferris - Coast Browsing team", PAPER, ["Nora Winfield", "Dan C Ferris"]),
        ("DE FR IT EN", PAPER, []),
        ("Bund der Leuchtturmwärter", PAPER, []),
        ("Amsel Druck GmbH & Co. KG", PAPER, []),
        ("Amsel Materials, Inc.", PAPER, []),
        ("Super User", PAPER, []),
        ("ویب ڈیسک", PAPER, []),
        # What somebody does for the paper, an account's name, and who else worked on the story.
        ("By Sarah Kettle @SKettle Senior reporter", PAPER, ["Sarah Kettle"]),
        ("Written by Lakshmi Rao, Imran Khan PathanEdited by: Joseph Dee", PAPER, ["Lakshmi Rao", "Imran Khan Pathan"]),
        ("von Dr. med. Henrike Lohm und Prof. Dr. Till Aschen · 31.1.2026", PAPER, ["Henrike Lohm", "Till Aschen"]),
        (
            "Par Camille Roux et Yann Le Goff (avec AFP) Publié le 25 janvier 2026 à 18h30, mis à jour à 19h05 — 4 min de lecture",
            PAPER,
            ["Camille Roux", "Yann Le Goff"],
        ),
        ("By Ann Lee and Bo Ek For Ledger Online", PAPER, ["Ann Lee", "Bo Ek"]),
        ("Ann Lee Ann Lee", PAPER, ["Ann Lee"]),
        ("Di Wu", PAPER, ["Di Wu"]),
        ("文/周桐", PAPER, ["周桐"]),
        ("人氣 1203", PAPER, []),
        ("推荐视频", PAPER, []),
        ("Ledger Wire", PAPER, []),
        ("By Ann Lee and Bo Ek Ledger Staff Writers Photos by Cy Ray", PAPER, ["Ann Lee", "Bo Ek"]),
        ("ANN LEE and BO EKMAN Reuters", PAPER, ["Ann Lee", "Bo Ekman"]),
        ("Michael Bloomberg", PAPER, ["Michael Bloomberg"]),
        ("Solène KERBRAT avec AFP.", PAPER, ["Solène KERBRAT"]),
        ("oprac. Anna Lis", PAPER, ["Anna Lis"]),
        ("Γράφουν: Νίκος Παπάς, Ελένη Δράκου", PAPER, ["Νίκος Παπάς", "Ελένη Δράκου"]),
        ("Muhabir: Elif Kara Kamera: Burak Ak", PAPER, ["Elif Kara"]),
        ("איתמר גולן, יעל ברקת ורויטרס פורסם: 10:15", PAPER, ["איתמר גולן", "יעל ברקת"]),
        ("Material von der Polizei", PAPER, []),
        ("Grupa Wirtualna Zatoka", PAPER, []),
        ("Ann Lee | Palma de Mallorca | 08/01/2014", PAPER, ["Ann Lee"]),
        ("Ann Lee | Bo Ek", PAPER, ["Ann Lee", "Bo Ek"]),
        ("By ANN LEE 10/ 5/11 09:19 PM ET", PAPER, ["Ann Lee"]),
        ("By Ann Lee (reporting) and Bo Ek (photography)", PAPER, ["Ann Lee"]),
        ("Ann (Marie Luise) Lee", PAPER, ["Ann (Marie Luise) Lee"]),
        ("Ann Lee CLN Executive News Editor", Paper("CLN.com", "cln.com"), ["Ann Lee"]),
        ("Ann Marie Cln", Paper("CLN.com", "cln.com"), ["Ann Marie Cln"]),
        ("Haber-Kamera: Selçuk BAŞAR", PAPER, ["Selçuk BAŞAR"]),
    ],
)
def test_a_byline_names_persons_only(byline: str, paper: Paper, names: list[str]) -> None:
    assert persons([byline], paper) == names


@pytest.mark.parametrize(
    "name",
    [
        "Kim Min-jun", "Wu Yi", "Yo-Yo Ma", "Jack Ma", "Fatima al-Zahra", "Valéry Giscard d'Estaing", "Rosanna d’Amico",
        "Ngũgĩ wa Thiong'o",
        "Maria do Carmo", "Gavin Newsom", "Newsha Tavakolian", "Eleni Fotopoulou", "Carlos Silva Junior", "Christopher Guest",
        "Jürgen Gast",
    ],
)  # fmt: skip
def test_names_that_hold_a_word_of_what_is_no_person(name: str) -> None:
    assert persons([name], PAPER) == persons([f"By {name}"], PAPER) == [name]


@pytest.mark.parametrize(
    "line",
    ["Guest Contributor", "Gastbeitrag Redaktion", "Senior Counsel", "Junior Doctor", "News Desk", "EN DE", "5 min read", "a b"],
)
def test_words_of_what_is_no_person(line: str) -> None:
    assert persons([line], PAPER) == []


def test_an_agency_is_no_handle() -> None:
    assert persons(["DPA"], PAPER, handles=True) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Datum: 19.11.2026 Autor: Fritz Amsel Quelle: Lokalbote", "Fritz Amsel"),
        ("Autorin/Autor Jonas Reiter", "Jonas Reiter"),
        ("Text: Ursula Winter | Foto: Jan Koch", "Ursula Winter"),
        ("Author: Jane Doe", "Jane Doe"),
        ("05.06.2024. 08:15 Autor: D. Vujanić 4 komentara", "D. Vujanić"),
        ("Autorius: Jūratė Lis", "Jūratė Lis"),
        ("Authorities closed the bridge", None),
        ("The text of the law", None),
    ],
)
def test_a_label_names_authors_among_other_labels(line: str, names: str | None) -> None:
    label = LABELLED.search(line)
    assert (label["names"] if label else None) == names


@pytest.mark.parametrize(("line", "names"), [("Boris T. Amsel", ["Boris T. Amsel"]), ("A line of another story", None)])
def test_a_link_to_an_authors_page_counts_where_it_stands_beside_the_headline(line: str, names: list[str] | None) -> None:
    tree = lxml.html.document_fromstring('<h1>Bridge closed</h1><a href="/author/boris-t-amsel/">Boris T. Amsel</a><p>x')
    found = authors(tree, Structured({}, ()), PAPER, [line], [], ALONE)
    assert (found[0] if found else None) == names


@pytest.mark.parametrize(("headline", "names"), [("Ann Lee opens a new quay", []), ("The quay is open", ["Ann Lee"])])
def test_an_organisation_that_its_own_headline_names_is_no_author(headline: str, names: list[str]) -> None:
    said = f'{{"@type": "NewsArticle", "headline": "{headline}", "author": {{"@type": "Organization", "name": "Ann Lee"}}}}'
    assert authors_of(f'<meta name="author" content="Ann Lee"><script type="application/ld+json">{said}</script>') == names


def test_beside_the_name_in_a_link_to_an_authors_page_may_stand_a_picture_with_its_credit() -> None:
    link = '<a href="/author/ann-lee"><div>© Ann Lee</div><div>Ann Lee</div></a>'
    assert authors_of(link, near=["© Ann Lee", "Ann Lee"]) == ["Ann Lee"]


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<div class="author-card"><h3>Ann Lee</h3></div>', ["Ann Lee"]),
        ('<div class="author-bio footer"><a href="/author/ann">Alles von Ann Lee</a></div>', ["Ann Lee"]),
        ('<div class="teaser-card"><span class="author">Ann Lee</span></div>', []),
        (
            '<div data-testid="byline-new"><time>6 hours ago</time><div><span>Ann Lee</span><span>Ledger Islands</span></div></div>',
            ["Ann Lee"],
        ),
        ('<div class="author"><a rel="author">The Desk</a><a>Cars</a><a>Tests</a></div>', []),
        (
            '<div class="author">The 1st Desk<p itemprop="itemListElement"><span itemprop="name">Cars Tests</span></div>',
            [],
        ),
        ('<p class="firma">Ann Lee / EFE</p><i itemtype="ImageObject"><b itemprop="author">Bo Ek / EFE</b></i>', ["Ann Lee"]),
        (
            '<p class="tb-byline"><b>Ann Lee</b><br>0411-555 • a@b.example</p><p class="tb-byline"><b>Bo Ek</b><br>12</p>',
            ["Ann Lee", "Bo Ek"],
        ),
        ('<p class="author"><i>Author: <a>Ann Lee</a></i> <i>Editor: <a>Bo Ek</a></i></p>', ["Ann Lee"]),
        ('<p class="journalist"><em>김하늘 기자</em><em>박준서 기자</em></p>', ["김하늘", "박준서"]),
        ('<div class="authors"><i>中央社／ 港口縣4日電</i><p class="social-share"><a>阿里山</a></p><button>+ 阿里山</button></div>', []),
    ],
    ids=[
        "card",
        "footer",
        "another's card",
        "test id",
        "desk before sections",
        "breadcrumbs",
        "a picture's",
        "telephones",
        "editor",
        "Korean",
        "buttons",
    ],
)
def test_what_is_named_a_byline_names_its_author(html: str, names: list[str]) -> None:
    assert authors_of(html) == names


def test_one_author_linked_as_such_beside_the_story_is_its_author_and_two_are_not() -> None:
    link = '<div id="sidebar"><a rel="author" href="/a">Ann Lee</a>{}</div>'
    assert authors_of(link.format("")) == ["Ann Lee"]
    assert authors_of(link.format('<a rel="author" href="/b">Bo Ek</a>')) == []


def test_an_address_that_a_meta_tag_gives_as_author_is_the_name_of_the_link_to_it() -> None:
    address = "https://coastledger.example/author/nora-winfield/"
    tree = lxml.html.document_fromstring(f'<h1>Bridge closed</h1><p>x</p><aside><a href="{address}">by Nora Winfield</a></aside>')
    assert authors(tree, Structured({}, (), {"article:author": (address,)}), PAPER, [], [], ALONE) == (
        ["Nora Winfield"],
        "markup",
    )


STORY = "<h1>The bridge is closed</h1>{}<p>The bridge was closed on Monday."


POST = '<script type="application/ld+json">{"@type": "BlogPosting", "author": {"@type": "Person", "name": "%s"}}</script>'


def authors_of(html: str, paper: Paper = PAPER, near: list[str] | None = None) -> list[str]:
    """The authors of a page with that HTML between its headline and its story."""
    tree = lxml.html.document_fromstring(STORY.format(html))
    found = authors(tree, read(tree), paper, near or [], [], ALONE)
    return found[0] if found else []


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<span class="byline">by <span class="author vcard"><a class="url fn n" href="/author/nora/">Nora</a></span></span>', ["Nora"]),
        ('<a rel="author" href="/u/17">harbourfox</a>', ["harbourfox"]),
        (POST % "nora winfield", ["nora winfield"]),
        # A proper name is rather believed, wherever it stands; a word in a byline need not be a handle.
        (
            POST % "norawinfield" + '<span class="byline">by Nora Winfield</span>',
            ["Nora Winfield"],
        ),
        ('<span class="byline">Politics</span>', []),
        ('<a rel="author" href="/u/1">CoastLedger</a>', []),
        ('<a rel="author" href="/u/1">admin</a>', []),
    ],
    ids=["card", "rel", "json-ld", "name before handle", "no card", "the paper", "no person"],
)  # fmt: skip
def test_a_handle_is_a_name_where_the_page_gives_it_as_nothing_else(html: str, names: list[str]) -> None:
    assert authors_of(html) == names


def test_a_byline_in_a_wrapper_named_for_its_sidebar_counts_and_one_in_the_sidebar_does_not() -> None:
    byline = '<span class="author"><a href="/author/nora-winfield">Nora Winfield</a></span>'
    page = lxml.html.document_fromstring(f'<div class="right-sidebar"><h1>x</h1>{byline}</div>')
    assert authors(page, read(page), PAPER, [], [], ALONE) == (["Nora Winfield"], "markup")
    assert authors_of(f'<div class="right-sidebar">{byline}</div>') == []


@pytest.mark.parametrize(
    ("near", "names"),
    [
        (["An interview by Nora Winfield"], ["Nora Winfield"]),
        (["Posted on 4 May 2026 in Harbour and Coast by Nora Winfield"], ["Nora Winfield"]),
        (["03 de mayo de 2026 | 11:32 | EFE / Redactado por Ana Ruiz, Diario"], ["Ana Ruiz"]),
        (["Books for the hundredth birthday of the novel by Nora Winfield"], []),
        (["Revised Edition Edited by Nora Winfield"], []),
        (["Von:", "Karla Brandt", "5. Mai"], ["Karla Brandt"]),
        (["Jocelyn Tremble · The Canadian Press"], ["Jocelyn Tremble"]),
        (["박지훈 기자", "입력 2026.02.23 06:58"], ["박지훈"]),
    ],
)
def test_a_line_that_says_more_than_a_byline(near: list[str], names: list[str]) -> None:
    assert authors_of("", near=near) == names


@pytest.mark.parametrize(
    ("site", "publisher", "names"),
    [
        ("Nora Winfield's blog", '{"@type": "Organization", "name": "x"}', ["Nora Winfield"]),
        ("Nora Winfield", '{"@id": "#nora"}', ["Nora Winfield"]),
        ("Nora Winfield", '{"@type": "Organization", "name": "x"}', []),
    ],
    ids=["its name says so", "its publisher is a person", "a paper named like that"],
)
def test_a_persons_own_site_may_be_named_like_its_author(site: str, publisher: str, names: list[str]) -> None:
    node = '{"@type": ["Person", "Organization"], "@id": "#nora", "name": "Nora Winfield"}'
    article = f'{{"@type": "Article", "author": {{"name": "Nora Winfield"}}, "publisher": {publisher}}}'
    html = f'<script type="application/ld+json">{{"@graph": [{article}, {node}]}}</script>'
    assert authors_of(html, Paper(site, "nora.example")) == names


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("【バンコク=山田太郎】橋が12日、開通した。", ["山田太郎"]),
        ("(여수=연합뉴스) 박지훈 기자 = 어선이 좌초했다.", ["박지훈"]),
        ("新华社武汉1月18日电（记者王晓雯、李志远）茶馆开张。", ["王晓雯", "李志远"]),
        ("（中央社記者林美玲台北縣4日電）橋重新開放。", ["林美玲"]),
        ("［記者林大明、邱小涵／台北報導］橋重新開放。", ["林大明", "邱小涵"]),
        ("橋が十二日、開通した。（宮古支局・佐々木麻衣）", ["佐々木麻衣"]),
    ],
)
def test_a_dateline_of_east_asia_names_its_reporter(opening: str, names: list[str]) -> None:
    tree = lxml.html.document_fromstring("<h1>x</h1><p>y")
    assert authors(tree, read(tree), PAPER, [], [opening], ALONE) == (names, "text")


@pytest.mark.parametrize("ending", ["橋が開通した。（教育部提供）", "橋が開通した。（声明の一部抜粋）", "（全文完）"])
def test_brackets_at_a_storys_end_that_name_nobody(ending: str) -> None:
    tree = lxml.html.document_fromstring("<h1>x</h1><p>y")
    assert authors(tree, read(tree), PAPER, [], ["橋が十二日、開通した。", ending], ALONE) is None


def test_a_photographer_or_an_editor_whom_structured_data_calls_an_author_gives_way_to_the_writers() -> None:
    ld = '{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Cy Ray"}]%s}'
    tree = lxml.html.document_fromstring(f'<script type="application/ld+json">{ld % ""}</script><p>x')
    assert authors(tree, read(tree), PAPER, ["Ann Lee", "Journalist", "Cy Ray", "Fotograf"], [], ALONE) == (["Ann Lee"], "json-ld")
    editors = ', "editor": [{"name": "Ann Lee"}, {"name": "Cy Ray"}]'
    tree = lxml.html.document_fromstring(f'<script type="application/ld+json">{ld % editors}</script><p>x')
    assert authors(tree, read(tree), PAPER, ["Penulis: Bo Ek"], [], ALONE) == (["Bo Ek"], "text")
    assert authors(tree, read(tree), PAPER, [], [], ALONE) == (["Ann Lee", "Cy Ray"], "json-ld")


def test_a_storys_last_line_may_be_a_name_and_the_papers() -> None:
    tree = lxml.html.document_fromstring("<p>x")
    for line, names in (("Ann Lee, «Coast Ledger»", ["Ann Lee"]), ("Ann Lee, baker", None), ("Coast Ledger", None)):
        found = authors(tree, read(tree), PAPER, [], ["The crane has moved.", line], ALONE)
        assert (found[0] if found else None) == names


def test_a_byline_that_names_more_authors_than_structured_data_is_believed() -> None:
    one = POST % "Anton Melnik"
    assert authors_of(one, near=["By Anton Melnik and Grace Hollow"]) == ["Anton Melnik", "Grace Hollow"]
    assert authors_of(one, near=["By Grace Hollow and Uwe Lenz"]) == ["Anton Melnik"]


def test_a_pictures_byline_is_no_storys() -> None:
    assert authors_of('<figure><img src="x"><span class="tnt-byline">Walt Engel</span></figure>') == []
    assert authors_of('<div class="caption-text"><span class="byline">Walt Engel</span></div>') == []


@pytest.mark.parametrize(
    ("line", "signature"),
    [
        ('<p style="text-align:right"><b>Minh Khoi - Thu Hang</b></p>', "Minh Khoi - Thu Hang"),
        ("<p><em>Julie Berthol</em></p>", "Julie Berthol"),
        ('<p align="right"><i>Julie Berthol<br>harbour master and the oldest member of the board</i></p>', "Julie Berthol"),
        ("<p>Julie Berthol<br>harbour master</p>", None),
        ("<p>Julie Berthol</p>", None),
        ('<p><b><a href="/x">Julie Berthol</a></b></p>', None),
        ("<p><b>Julie Berthol</b> was not there.</p>", None),
    ],
)
def test_a_signature_is_set_apart_below_the_story(line: str, signature: str | None) -> None:
    last = "The bridge was closed on Monday, and nobody knows for how long it will stay so."
    tree = lxml.html.document_fromstring(f"<p>{last}</p>{line}")
    assert surroundings.signature(blocks.read(tree), last) == signature
