"""What pages say of themselves: the paper's name and the day, in the shapes that they have."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import lxml.html
import pytest

from worker.model import Normalised, RawPage
from worker.normalise import site
from worker.normalise.fields import images, metadata, publisher, structured
from worker.normalise.lines import times
from worker.normalise.lines.months import MONTH
from worker.normalise.page import normalise

FETCHED = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Coast Ledger", "Coast Ledger"),
        ("Coast Ledger - News, Weather, Sport", "Coast Ledger"),
        ("The day's news | COAST LEDGER", "COAST LEDGER"),
        ("https://www.coastledger.example", None),
        ("www.coastledger.example", None),
        ("The Ledger - Coast and Country", "The Ledger - Coast and Country"),
    ],
)
def test_a_papers_name_is_no_address_and_wears_no_slogan(said: str, name: str | None) -> None:
    tree = lxml.html.document_fromstring(f'<meta property="og:site_name" content="{said}"><p>x')
    assert publisher.site_name(structured.read(tree), "coastledger.example", "") == name


def test_a_slogan_goes_where_the_domain_spells_the_name_with_a_hyphen() -> None:
    tree = lxml.html.document_fromstring('<meta property="og:site_name" content="Coast Ledger - News from the coast"><p>x')
    assert publisher.site_name(structured.read(tree), "coast-ledger.example", "") == "Coast Ledger"


def test_an_address_gives_way_to_the_publisher_that_json_ld_names() -> None:
    ld = '{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Coast Ledger"}}'
    html = f'<meta property="og:site_name" content="www.coastledger.example"><script type="application/ld+json">{ld}</script><p>x'
    assert publisher.site_name(structured.read(lxml.html.document_fromstring(html)), "coastledger.example", "") == "Coast Ledger"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/01/05/harbour", date(2026, 1, 5)),
        ("/news/20260105-harbour", date(2026, 1, 5)),
        ("/world/2026/jan/05/harbour", date(2026, 1, 5)),
        ("/2026/politics/01/05/harbour", date(2026, 1, 5)),
        ("/2026/janitors/05/harbour", None),
        ("/2026/13/05/harbour", None),
    ],
)
def test_a_url_names_a_day(path: str, day: date | None) -> None:
    assert times.in_url(f"https://coastledger.example{path}", FETCHED) == day


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("2026. január 5.", "hu", date(2026, 1, 5)),
        ("2026 m. sausio 5 d.", "lt", date(2026, 1, 5)),
        ("2026. gada 5. janvārī", "lv", date(2026, 1, 5)),
        ("Thứ Hai, 5 tháng 1 năm 2026", "vi", date(2026, 1, 5)),
        ("5 มกราคม 2569", "th", date(2026, 1, 5)),
        ("٥ يناير ٢٠٢٦", "ar", date(2026, 1, 5)),
        ("5 كانون الثاني 2026", "ar", date(2026, 1, 5)),
        ("५ जनवरी २०२६", "hi", date(2026, 1, 5)),
        ("יום שני, 5 בינואר 2026", "he", date(2026, 1, 5)),
        ("5. siječnja 2026.", "hr", date(2026, 1, 5)),
        ("5. јануар 2026.", "sr", date(2026, 1, 5)),
        ("Senin, 5 Maret 2026", "id", date(2026, 3, 5)),
        ("the 5th of January 2026", "en", date(2026, 1, 5)),
        ("05.01.26, 12:44", "de", date(2026, 1, 5)),
        ("version 5.1.26.3", "de", None),
    ],
)
def test_a_line_names_a_day_in_the_languages_of_the_press(line: str, language: str, day: date | None) -> None:
    assert times.in_lines([line], language, FETCHED) == day


@pytest.mark.parametrize(
    ("language", "day"),
    [("en-US", date(2026, 5, 10)), ("en", date(2026, 5, 10)), ("en-GB", date(2026, 10, 5)), ("es", date(2026, 10, 5))],
)
def test_a_date_in_figures_is_read_as_its_language_writes_it(language: str, day: date) -> None:
    assert times.parse("05/10/2026 05:22 pm", language, FETCHED) == day


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("06-08-2026T14:12:32+0200", "", date(2026, 8, 6)),
        ("05.10.2026 17:22", "en", date(2026, 10, 5)),
        ("2026-05-10 17:22", "de", date(2026, 5, 10)),
    ],
)
def test_dots_and_strokes_part_a_day_from_its_month(text: str, language: str, day: date) -> None:
    when = times.parse(text, language, FETCHED)
    assert when is not None
    assert date(when.year, when.month, when.day) == day


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("Kamis, 5 Maret 2026 14:20 WIB", "2026-03-05T14:20:00+07:00"),
        ("13/02/2026 - 09:15 (GMT+7)", "2026-02-13T09:15:00+07:00"),
        ("January 5, 2026 4:18 PM UTC", "2026-01-05T16:18:00+00:00"),
        ("12:05 a.m. EDT October 3, 2026", "2026-10-03T00:05:00-04:00"),
        ("5. Mai 2026, 10.12 Uhr MESZ", "2026-05-05T10:12:00+02:00"),
        ("5. Mai 2026, 10.12 MESZ", "2026-05-05T10:12:00+02:00"),
        ("March 5, 2026, 10:00 a.m. ET", "2026-03-05T10:00:00-05:00"),
        ("March 8, 2026, 10:00 a.m. ET", "2026-03-08T10:00:00-04:00"),
        ("October 31, 2026, 4:18 PM PT", "2026-10-31T16:18:00-07:00"),
        ("5 mai 2026 à 10h30 et 12h", "2026-05-05"),
        ("January 5, 2026 4:18 PM CST", "2026-01-05T16:18:00-06:00"),
        # Letters that are several zones' say none but where America writes, in winter; a time without a zone is no instant.
        ("5 January 2026 4:18 PM CST", "2026-01-05"),
        ("July 5, 2025 4:18 PM EST", "2025-07-05"),
        ("January 5, 2026 4:18 PM IST", "2026-01-05"),
        ("5 mai 2026 à 18h30", "2026-05-05"),
        ("January 5, 2026 44:18 UTC", "2026-01-05"),
    ],
)
def test_a_line_says_an_instant_where_it_names_the_zone(line: str, when: str) -> None:
    found = times.in_lines([line], "vi", FETCHED)
    assert found is not None
    assert found.isoformat() == when


def test_letters_of_one_zone_are_read_in_structured_data_too() -> None:
    when = times.parse("Tue Jan 28 15:28:56 CET 2020", "de", FETCHED)
    assert when is not None
    assert when.isoformat() == "2020-01-28T15:28:56+01:00"


@pytest.mark.parametrize(
    ("title", "domain", "name"),
    [
        ("The crane is moved | Coast Ledger", "coastledger.example", "Coast Ledger"),
        ("Coast Ledger: The crane is moved", "coastledger.example", None),
        ("Il Ponte - Cronaca", "ilponte.example", "Il Ponte"),
        ("The crane is moved - Konrad Amsel Stiftung", "kas.example", "Konrad Amsel Stiftung"),
        ("The crane is moved - Politics", "coastledger.example", None),
        ("The crane is moved | www.coastledger.example", "coastledger.example", "coastledger.example"),
        ("Comwrap at the fair of the year 2026 | Blog", "comwrap.example", None),
        ("Coast Ledger", "coastledger.example", None),
    ],
)
def test_a_title_names_the_paper_where_the_domain_spells_it(title: str, domain: str, name: str | None) -> None:
    assert publisher.site_name(structured.read(lxml.html.document_fromstring("<p>x")), domain, title) == name


def test_a_publisher_that_json_ld_names_by_id_alone_is_looked_up() -> None:
    paper = '{"@type": "Organization", "@id": "#org", "name": "Coast Ledger"}'
    graph = f'{{"@graph": [{{"@type": "NewsArticle", "publisher": {{"@id": "#org"}}}}, {paper}]}}'
    tree = lxml.html.document_fromstring(f'<script type="application/ld+json">{graph}</script><p>x')
    assert publisher.site_name(structured.read(tree), "cl.example", "") == "Coast Ledger"
    graph = graph.replace('"@id": "#org", "name"', '"@id": "#other", "name"')
    tree = lxml.html.document_fromstring(f'<script type="application/ld+json">{graph}</script><p>x')
    assert publisher.site_name(structured.read(tree), "cl.example", "") is None


@pytest.mark.parametrize("case", [str, str.upper, str.lower, str.title, str.capitalize], ids=lambda case: case.__name__)
def test_a_month_is_known_in_whatever_case_it_is_written(case: Callable[[str], str]) -> None:
    """Turkish capitals have an i with a dot and one without, and the Greek May a letter that folds into three."""
    for name, number in MONTH.items():
        if len(case(name)) == len(name):
            assert times.in_lines([f"5 {case(name)} 2025"], "", FETCHED) == date(2025, number, 5), name


@pytest.mark.parametrize("text", ["Mon Jan 05 2026 12:30:00 GMT+0200 (EET)", "2026-01-05 12:30 GMT+2", "2026-01-05 12:30:00 UTC+02:00"])
def test_an_offset_behind_greenwichs_letters_is_ahead_of_it(text: str) -> None:
    assert times.parse(text, "en", FETCHED) == datetime(2026, 1, 5, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("paragraph", "day"),
    [
        ("5.1.2026 - The crane was moved.", date(2026, 1, 5)),
        ("(5 January 2026) The crane was moved.", date(2026, 1, 5)),
        ("Press release of 5 January 2026 | Harbour – The crane was moved.", date(2026, 1, 5)),
        ("HARBOUR, January 5, 2026 /Wire/ -- The crane was moved.", date(2026, 1, 5)),
        ("On 5 January 2026 the crane was moved.", None),
        ("The crane stood there. 5 January 2026. It was moved.", None),
    ],
)
def test_a_day_that_a_story_opens_with_is_set_apart(paragraph: str, day: date | None) -> None:
    assert times.opening(paragraph, "en", FETCHED) == day


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": "The "old" crane", "datePublished": "2026-01-05T10:00:00Z"}',
        '{"@type": "NewsArticle", "image": , "headline": "The "old" crane", "datePublished": "2026-01-05T10:00:00Z"}',
        '{"@type": "NewsArticle", "headline": "The \'old\' crane", "datePublished": "2026-01-05T10:00:00Z"',
    ],
    ids=["quotes in quotes", "no value", "cut off"],
)
def test_broken_json_ld_still_says_when(broken: str) -> None:
    data = structured.read(lxml.html.document_fromstring(f'<script type="application/ld+json">{broken}</script><p>x'))
    assert data.article["datePublished"] == "2026-01-05T10:00:00Z"
    assert "old" in data.article["headline"]


PAGE = "https://www.coastledger.example/harbour"


@pytest.mark.parametrize(
    ("named", "source"),
    [
        (["https://www.reuters.com/world/harbour?utm_source=x#top"], "https://www.reuters.com/world/harbour"),
        (["https://m.coastledger.example/harbour", "https://bay.example/harbour"], "https://bay.example/harbour"),
        (["/harbour", "https://bay.example/", "//bay.example", "ftp://bay.example/x", "http://[", "", None], None),
        (["https://bay.example/" + "a" * 10_000], None),
    ],
    ids=["another site's", "the first that is another site's", "none that is another site's article", "endless"],
)
def test_the_original_of_a_page_is_an_article_of_another_site(named: list[str | None], source: str | None) -> None:
    assert site.original(PAGE, named) == source


def test_a_page_that_names_an_agencys_article_as_its_original_is_credited_to_the_agency() -> None:
    story = "".join(f"<p>The harbour board said on day {n} that the crane would be moved to another quay.</p>" for n in range(12))
    head = '<link rel="canonical" href="https://www.reuters.com/world/harbour">'
    page = RawPage(PAGE, f"<html><head>{head}</head><body><h1>The crane is moved again</h1>{story}", FETCHED, "text/html")
    result = normalise(page, None)
    assert isinstance(result, Normalised)
    assert result.source_url == "https://www.reuters.com/world/harbour"
    assert result.fields.canonical_url == PAGE
    assert [(one.name, one.evidence, one.text) for one in result.fields.agencies] == [
        ("Reuters", "structured_data", "https://www.reuters.com/world/harbour")
    ]


def test_what_a_page_is_based_on_is_read_from_meta_tags_and_json_ld() -> None:
    ld = '{"@type": "NewsArticle", "isBasedOn": [{"@id": "https://bay.example/x"}, "a book"]}'
    tree = lxml.html.document_fromstring(
        f'<meta name="syndication-source" content="https://bay.example/y"><script type="application/ld+json">{ld}</script><p>x'
    )
    assert metadata.originals(structured.read(tree)) == ["https://bay.example/y", "https://bay.example/x"]


@pytest.mark.parametrize(
    ("url", "tidy", "domain"),
    [
        ("HTTPS://WWW.Ledger.Example:443/a?utm_source=x&b=1#top", "https://www.ledger.example/a?b=1", "ledger.example"),
        ("https://münchen.example/grün", "https://xn--mnchen-3ya.example/gr%C3%BCn", "xn--mnchen-3ya.example"),
        ("https://xn--mnchen-3ya.example/gr%C3%BCn", "https://xn--mnchen-3ya.example/gr%C3%BCn", "xn--mnchen-3ya.example"),
        ("https://ledger.example./a b\u202ec", "https://ledger.example/a%20b%E2%80%AEc", "ledger.example"),
        ("https://me:secret@ledger.example/a", "https://ledger.example/a", "ledger.example"),
        ("http://ledger.example:443/a", "http://ledger.example:443/a", "ledger.example"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a", "::1"),
        (f"https://{'ü' * 80}.example/a", f"https://{'ü' * 80}.example/a", f"{'ü' * 80}.example"),
    ],
)
def test_one_address_has_one_form(url: str, tidy: str, domain: str) -> None:
    assert site.tidy(url) == site.tidy(site.tidy(url)) == tidy
    assert site.domain(url) == domain


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://ledger.example/amp/", "https://ledger.example/"),
        ("https://ledger.example/a/amp?id=3", "https://ledger.example/a?id=3"),
        ("https://ledger.example/a.amp", "https://ledger.example/a"),
        ("https://ledger.example/get?file=v1.amp", "https://ledger.example/get?file=v1.amp"),
    ],
)
def test_a_page_for_phones_has_the_address_of_the_page(url: str, canonical: str) -> None:
    assert site.canonical(url, None) == (canonical, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/a/crane-300.jpg", "/b/crane-300.jpg?w=2", True),
        ("/img.php?id=1", "/img.php?id=2", False),
        ("/1/original.jpg", "/2/original.jpg", False),
        ("/x/960x500/1/original.jpg", "/y/720x405/1/original.jpg", True),
        ("/i/4f3a9c21?w=100", "/i/4f3a9c21?w=900", True),
    ],
)
def test_two_sizes_of_a_picture_are_one_and_two_pictures_are_two(one: str, other: str, same: bool) -> None:
    figures = "".join(f'<figure><img src="{src}"><figcaption>A crane</figcaption></figure>' for src in (one, other))
    tree, data = data_of(f"<article>{figures}</article>")
    assert len(images.images(tree, data, "https://ledger.example/a")) == (1 if same else 2)


def data_of(html: str) -> tuple[lxml.html.HtmlElement, structured.Structured]:
    tree = lxml.html.document_fromstring(html + "<p>x")
    return tree, structured.read(tree)


WAY = '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"item": {"name": "Coast"}}, {"name": "The crane is moved"}]}'


@pytest.mark.parametrize(
    ("html", "section"),
    [
        ('<meta name="section" content="Harbour">', "Harbour"),
        (f'<script type="application/ld+json">{WAY}</script>', "Coast"),
        ('<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}]}</script>', None),
        ('<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": 7}</script>', None),
    ],
)
def test_a_section_is_named_to_machines_or_the_last_step_to_the_page(html: str, section: str | None) -> None:
    assert metadata.section(data_of(html)[1], "The crane is moved") == section


def test_links_to_tags_are_keywords_where_the_page_names_none() -> None:
    links = '<a rel="tag" href="/t/1">Crane</a> <a rel="tag" href="/t/2">#Quay</a>'
    assert metadata.keywords(*data_of(links)) == ("Crane", "Quay")
    assert metadata.keywords(*data_of(f'<meta name="keywords" content="harbour">{links}')) == ("harbour",)


def test_a_day_in_a_caption_or_a_quoted_post_is_not_the_storys() -> None:
    caption = "<figure><img src=x><figcaption>The crane on 3 May 2025</figcaption></figure>"
    post = "<blockquote><p>It moves!</p>— Harbour (@harbour) 4 May 2025</blockquote>"
    story = "".join(
        f"<p>The harbour board said at its meeting number {n} that the crane would be moved to another quay.</p>" for n in range(12)
    )
    page = RawPage(PAGE, f"<html><body><h1>The crane is moved again</h1>{caption}{post}{story}", FETCHED, "text/html")
    result = normalise(page, None)
    assert isinstance(result, Normalised)
    assert result.fields.published_at is None


@pytest.mark.parametrize(
    ("url", "publisher"),
    [("https://coastledger.example/2026/02/28/crane.txt", "Coast Ledger"), ("https://other.example/crane.txt", None)],
)
def test_a_plain_texts_paper_is_the_line_that_the_domain_spells_and_no_menu(url: str, publisher: str | None) -> None:
    story = "\n\n".join(
        f"The harbour board said at its meeting number {n} that the crane would be moved to another quay." for n in range(9)
    )
    text = f"Coast Ledger\nLogin\nHarbour\n\nThe harbour crane is moved to another quay\n\nFacebook\nShare\n\n{story}"
    result = normalise(RawPage(url, text, FETCHED, "text/plain"), None)
    assert isinstance(result, Normalised)
    assert result.fields.publisher.name == publisher
    assert result.fields.headline == "The harbour crane is moved to another quay"


def test_a_plain_text_without_a_day_has_that_of_its_address() -> None:
    story = "\n\n".join(
        f"The harbour board said at its meeting number {n} that the crane would be moved to another quay." for n in range(9)
    )
    result = normalise(
        RawPage("https://coastledger.example/2026/02/28/crane.txt", f"The crane is moved\n\n{story}", FETCHED, "text/plain"), None
    )
    assert isinstance(result, Normalised)
    assert (result.fields.published_at, result.fields.provenance["published_at"]) == (date(2026, 2, 28), "url")


def test_a_time_beside_the_headline_goes_with_the_addresss_day_where_both_name_one() -> None:
    story = "".join(
        f"<p>The harbour board said at its meeting number {n} that the crane would be moved to another quay.</p>" for n in range(12)
    )
    told = {}
    for day in ("January 5", "January 7"):
        html = f"<html><body><h1>The crane is moved again</h1><p>{day}, 2026 4:18 PM UTC</p>{story}"
        result = normalise(RawPage("https://coastledger.example/2026/01/05/crane", html, FETCHED, "text/html"), None)
        assert isinstance(result, Normalised)
        told[day] = str(result.fields.published_at)
    assert told == {"January 5": "2026-01-05 16:18:00+00:00", "January 7": "2026-01-05"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("© 2026 Coast Ledger. All rights reserved.", "Coast Ledger"),
        ("Copyright © 1998-2026 by Coast Ledger | Imprint", "Coast Ledger"),
        ("© 2026 «Северный вестник». Все права защищены. 16+", "Северный вестник"),
        ("© Diario del Segura, S.L. Todos los derechos reservados", "Diario del Segura"),
        ("جميع الحقوق محفوظة © 2026 الساحل اليوم", "الساحل اليوم"),
        ("© 2026 Coast Ledger Media Ltd. All rights reserved.", None),
        ("The crane at noon. © Kevin C. Cox/Getty Images", None),
        ("© 2026 All rights reserved", None),
        ("© 2026 Powered by WordPress", None),
        ("© 2026 Privacy Policy", None),
        ("Photo © 2026 Jane Doe", None),
        ("© Getty Images", None),
        ("© 2026 AFP", None),
    ],
)
def test_a_line_of_rights_names_the_paper_and_no_company(line: str, name: str | None) -> None:
    assert next(iter(publisher.of_rights([line], "diariodelsegura.es")), None) == name


def test_a_domain_spells_a_name_without_its_accents() -> None:
    assert (
        publisher.best_spelt("vasterkustposten.se", ["Nyheter", "Västerkustposten", "redaktion@vasterkustposten.se"]) == "Västerkustposten"
    )


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ('<a href="/">Ledger of the Coast</a>', "Ledger of the Coast"),
        ('<a href="https://www.coastledger.example/"><img alt="Logo of Ledger of the Coast"></a>', "Ledger of the Coast"),
        ('<a href="/"><img alt="Coast Ledger"></a><a href="/">Ledger of the Coast</a>', "Ledger of the Coast"),
        ('<a href="/"><img alt="Coast Ledger logo"></a>', "Coast Ledger"),
        ('<a href="/">Home</a>', None),
        ('<a href="/">All the best stories</a>', None),
        ('<a href="https://other.example/">Ledger of the Coast</a>', None),
        ('<a rel="author" href="/">Ledger of the Coast</a>', None),
    ],
    ids=["text", "picture", "title before domain", "domain", "menu", "another's words", "another site", "author"],
)
def test_what_links_to_the_front_page_names_the_paper_where_title_or_domain_say_it_too(link: str, name: str | None) -> None:
    tree = lxml.html.document_fromstring(link + "<p>x")
    assert publisher.of_home(tree, "https://www.coastledger.example/a/1", "The crane | Ledger of the Coast") == name


def test_of_several_articles_in_structured_data_the_pages_own_is_read() -> None:
    other = '{"@type": "NewsArticle", "headline": "A ferry is late", "datePublished": "2026-01-03", "author": {"name": "Bo Ek"}}'
    own = '{"@type": "NewsArticle", "headline": "Crane moved", "mainEntityOfPage": {"@id": "https://coastledger.example/a/"}}'
    scripts = f'<script type="application/ld+json">[{other}]</script><script type="application/ld+json">{own}</script>'
    for head in ('<link rel="canonical" href="http://www.coastledger.example/a">', "<title>Crane moved | Coast Ledger</title>"):
        assert structured.read(lxml.html.document_fromstring(f"{head}{scripts}<p>x")).article["headline"] == "Crane moved"


def test_a_time_in_the_markup_counts_on_the_day_that_structured_data_says_and_not_in_a_teaser() -> None:
    ld = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-01-04"}</script>'
    shown = '<article><h1>Crane moved</h1><time datetime="2026-01-0%sT18:00:00+01:00">x</time></article>'
    teaser = '<div class="teaser"><time datetime="2026-01-04T08:00:00Z">x</time></div>'
    drupal = '<div class="node-promoted"><span property="dc:date dc:created" content="2026-01-04T10:15:22+03:00">x</span></div>'
    for html, when in (
        (ld + shown % 3, "2026-01-04"),
        (ld + shown % 4, "2026-01-04 18:00:00+01:00"),
        (ld + teaser, "2026-01-04"),
        (drupal, "2026-01-04 10:15:22+03:00"),
    ):
        story = "".join(f"<p>The harbour board said {n} times that the crane would be moved to another quay.</p>" for n in range(5))
        found = normalise(RawPage(url="https://coastledger.example/a", body=f"{html}{story}".encode(), fetched_at=FETCHED), None)
        assert isinstance(found, Normalised)
        assert str(found.fields.published_at) == when


def test_an_agency_in_a_byline_is_credited_whatever_else_its_line_says() -> None:
    when = "2025. október 07. – 10:15 utolsó módosítás: 2025. október 07. – 12:40"
    byline = f'<div class="meta"><span class="szerzo">Kovács Eszter – MTI</span><span>{when}</span></div>'
    other = '<section class="related"><span class="slotAuthor">AP</span></section>'
    story = "".join(f"<p>The harbour board said {n} times that the crane would be moved to another quay.</p>" for n in range(5))
    found = normalise(RawPage(url="https://c.example/a", body=f"<h1>Daru</h1>{byline}{story}{other}".encode(), fetched_at=FETCHED), None)
    assert isinstance(found, Normalised)
    assert [agency.name for agency in found.fields.agencies] == ["MTI"]


def test_a_name_that_is_written_in_one_word_is_told_as_it_is_written_elsewhere() -> None:
    tree = lxml.html.document_fromstring('<meta property="og:site_name" content="coastledger"><p>x')
    assert publisher.site_name(structured.read(tree), "coastledger.example", "The crane is moved | Coast Ledger") == "Coast Ledger"
    assert publisher.site_name(structured.read(tree), "coastledger.example", "The crane is moved") == "coastledger"
