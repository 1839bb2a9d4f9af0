"""Datelines as agencies and papers write them: the place, the agency, and the text that is left for comparing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.model import Normalised, RawPage
from worker.normalise.lines import agencies, datelines
from worker.normalise.page import normalise

DATELINES: list[tuple[str, str | None, str, str]] = [
    ("LONDON, Oct 14 (Reuters) - The bank cut rates.", "LONDON", "Reuters", "The bank cut rates."),
    ("NEW YORK/LONDON, Jan 5 (Reuters) - Oil fell.", "NEW YORK/LONDON", "Reuters", "Oil fell."),
    ("HOLLIN, Ore. (AP) — Beekeepers lost half.", "HOLLIN, Ore.", "AP", "Beekeepers lost half."),
    ("Frankfurt/Main (dpa) - Der Preis ging an sie.", "Frankfurt/Main", "dpa", "Der Preis ging an sie."),
    ("Hamburg (dpa/lno) - Die Brücke ist frei.", "Hamburg", "dpa", "Die Brücke ist frei."),
    ("Berlin. (dpa) Der Minister tritt zurück.", "Berlin", "dpa", "Der Minister tritt zurück."),
    ("Paris, 12 mars 2026 (AFP) - Le pont rouvre.", "Paris", "AFP", "Le pont rouvre."),
    ("Valdeprado (España), 14 oct (EFE).- Doce pueblos.", "Valdeprado", "EFE", "Doce pueblos."),
    ("(ANSA) - ROMA, 12 OTT - Il ponte riapre.", "ROMA", "ANSA", "Il ponte riapre."),
    ("МОСКВА, 21 октября. /ТАСС/. Мост открыли.", "МОСКВА", "TASS", "Мост открыли."),
    ("【青崎共同】港湾組合は20日、発表した。", "青崎", "Kyodo", "港湾組合は20日、発表した。"),
    ("【6月18日 AFP】港のクレーンが動いた。", None, "AFP", "港のクレーンが動いた。"),
    ("[東京 20日 ロイター] - 日銀は据え置いた。", "東京", "Reuters", "日銀は据え置いた。"),
    ("(서울=연합뉴스) 다리가 열렸다.", "서울", "Yonhap", "다리가 열렸다."),
    ("Томск. 12 февраля. ИНТЕРФАКС - Мост открыли.", "Томск", "Interfax", "Мост открыли."),
    ("（中央社記者林小雨台北縣4日電）橋重新開放。", "台北縣", "CNA", "橋重新開放。"),
    ("Lucknow, Mar 5 (PTI) Three boys were found.", "Lucknow", "PTI", "Three boys were found."),
    ("Hasan KAYA/KONYA, (DHA)- Vinç devrildi.", "KONYA", "DHA", "Vinç devrildi."),
    ("भोपाल, पांच मार्च (भाषा) पुल खुल गया।", "भोपाल", "PTI", "पुल खुल गया।"),
    ("新华社青川10月18日电（记者李明）茶馆开张。", "青川", "Xinhua", "茶馆开张。"),
    ("گلگت: (اے پی پی) پل کھل گیا۔", "گلگت", "APP", "پل کھل گیا۔"),
]
NONE = [
    "The company (Reuters) said on Monday that it would not sell.",
    "Президент компании (ТАСС) сообщил о продаже.",
    "Reuters reported on Monday that the bank would cut rates.",
    "– Az MTI-nek azt mondta, hogy nem adja el a kompot.",
]


@pytest.mark.parametrize(("paragraph", "place", "name", "rest"), DATELINES)
def test_a_dateline_is_parted_into_place_agency_and_story(paragraph: str, place: str | None, name: str, rest: str) -> None:
    assert datelines.place([paragraph]) == place
    assert [(a.name, a.evidence) for a in agencies.agencies([paragraph], (), (), (), None)] == [(name, "dateline")]
    assert datelines.without(paragraph) == rest


@pytest.mark.parametrize("paragraph", NONE)
def test_an_agency_that_the_text_writes_about_is_no_dateline(paragraph: str) -> None:
    assert datelines.place([paragraph]) is None
    assert agencies.agencies([paragraph], (), (), (), None) == []
    assert datelines.without(paragraph) == paragraph


@pytest.mark.parametrize(
    ("paragraph", "place"),
    [
        ("TULSA, Okla., March 4, 2026 /Wire/ -- The plant opened.", "TULSA, Okla."),
        ("DUBAI, United Arab Emirates — The airline bought aircraft.", "DUBAI, United Arab Emirates"),
        ("LA CROSSE, Wis. (WKBT) — A man brought a book back.", "LA CROSSE, Wis."),
        ("CARTAGENA, Colombia.- Un barco fue hallado.", "CARTAGENA, Colombia"),
        ("OSLO - The bridge is open.", "OSLO"),
        ("【バンコク=山田太郎】橋が12日、開通した。", "バンコク"),
        ("NATO – The alliance met on Monday.", None),
        ("WATCH - The bridge opens.", None),
        ("USHUAIA - The bridge is open.", "USHUAIA"),
        ("NİĞDE - Köprü açıldı.", "NİĞDE"),
        ("SKARVNES (CL) Broen er åpen.", "SKARVNES"),
        ("DÉCRYPTAGE - Le pont est ouvert.", None),
        ("BANTILAN CITY—Three flights were delayed.", "BANTILAN CITY"),
        ("LARANTUKA, COASTLEDGER.CO.ID - Jembatan dibuka.", "LARANTUKA"),
        ("［記者林大明、邱小涵／台北報導］橋重新開放。", "台北"),
        ("TTO - Cây cầu đã được mở.", None),
        ("NATO and the EU - two of a kind - met on Monday.", None),
        ("The bridge - it is old - was closed.", None),
    ],
)
def test_a_dateline_without_an_agency_names_its_place(paragraph: str, place: str | None) -> None:
    assert datelines.place([paragraph]) == place


def test_a_dateline_may_stand_below_a_lead() -> None:
    assert datelines.place(["The bridge is open again", "KYIV, Jan 5 (Reuters) - The bridge was opened."]) == "KYIV"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("— With inputs from PTI", "PTI"),
        ("(With inputs from PTI)", "PTI"),
        ("The Associated Press contributed to this report.", "AP"),
        ("Das bestätigte ein Gutachter. (mit dpa)", "dpa"),
        ("Izvor: Tanjug", "Tanjug"),
        ("Πηγή: ΑΠΕ-ΜΠΕ", "AMNA"),
        ("(Theo TTXVN)", "VNA"),
        ("(©NTB)", "NTB"),
        ("国内で同種の船を保有する企業は３社にとどまる。（共同通信）", "Kyodo"),
        ("El volcán, de 5.230 metros, mantiene su actual período desde mayo de 2019. EFE", "EFE"),
        ("Eine Stichwahl ist nicht nötig. (APA, red, 19.3.2023)", "APA"),
        ("Da Redação, com Estadão Conteúdo", "Estadão Conteúdo"),
        ("Com informações da Agência Brasil", "Agência Brasil"),
        ("/ritzau/ 9. februar 2026 kl. 17.48", "Ritzau"),
    ],
)
def test_a_last_line_credits_an_agency_in_the_words_of_its_language(line: str, name: str) -> None:
    assert [one.name for one in agencies.agencies(["The bridge is open.", line], (), (), (), None)] == [name]


@pytest.mark.parametrize(
    ("papers", "names"),
    [(["[WSJ]", "[Ledger]", "[Bloomberg]"], []), (["[Bloomberg]"], ["Bloomberg"]), (["(dpa)", "(dpa)", "(dpa)"], ["dpa"])],
)
def test_a_digest_that_names_a_paper_for_each_story_is_no_agencys(papers: list[str], names: list[str]) -> None:
    paragraphs = [f"The harbour board said on Monday that the crane would be moved to another quay. {paper}" for paper in papers]
    assert [one.name for one in agencies.agencies(paragraphs, (), (), (), None)] == names


def test_a_headline_that_names_agencies_credits_none() -> None:
    lines = ["PA and AP agree on a new harbour law", "Jane Doe · Reuters"]
    assert [one.name for one in agencies.agencies(["The bridge is open."], (), (), lines, None)] == ["Reuters"]


def test_a_line_of_agency_and_time_is_no_part_of_the_story() -> None:
    assert agencies.is_source_line("/ritzau/ 9. februar 2026 kl. 17.48")
    assert agencies.is_source_line("2026.02.09 17:48MTI")
    for line, name in (("STT–KV", "STT"), ("Pagal „Žinių“ ir BNS inf.", "BNS"), ("Με πληροφορίες από ΑΠΕ-ΜΠΕ", "AMNA")):
        assert [agency.name for agency in agencies.agencies(["A crane fell.", line], (), (), (), None)] == [name]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Le Monde avec AFP", ["AFP"]),
        ("Avec AFP et Reuters", ["AFP", "Reuters"]),
        ("La ministre l'a dit dans un entretien avec Reuters.", []),
        ("Son accord avec Reuters court jusqu'au mois de mai, a dit la ministre.", []),
    ],
)
def test_who_is_talked_to_is_not_credited(line: str, names: list[str]) -> None:
    assert [agency.name for agency in agencies.agencies(["Le pont rouvre."] * 3 + [line], (), (), (), None)] == names


@pytest.mark.parametrize(
    ("paragraphs", "around", "place"),
    [
        (["Potsdam – Der Kran wird versetzt, wie es am Montag aus dem Hafen hieß.", "Das gilt auch in Potsdam."], "", "Potsdam"),
        (["Essen. Drei Kräne wurden in dieser Woche versetzt, und niemand hatte es gesehen.", "Das war in Essen."], "", "Essen"),
        (["KARACHI: A water tanker ran over a man in the harbour on Monday, police said."], "/karachi/tanker", "KARACHI"),
        (["KARACHI: A water tanker ran over a man in the harbour on Monday, police said.", "He lives in Karachi."], "", "KARACHI"),
        (["Jihlava - V noci na pátek tu shořela hala s nábytkem, uvedli hasiči."], "U Jihlavy shořela hala", "Jihlava"),
        (["Das Wichtigste", "Potsdam – Der Kran wird versetzt, wie es am Montag hieß, auch in Potsdam."], "", "Potsdam"),
        (["Zwickau, 14. September 2022 – Das Werk ist fertig."], "", "Zwickau"),
        (["Corona – Die Zahlen steigen wieder, wie es am Montag aus dem Hafen hieß."], "", None),
        (["South Dakota Gov. Kristi Lee said on Monday that the crane in South Dakota would be moved."], "", None),
        (["Regen. Mist. Die Kinder rufen nach Unterhaltung, und draußen steht nur der Kran im Regen."], "", None),
        (["ANNA: Why did you move the crane from the quay, after all these years?", "BOB: We were asked to by Anna."], "", None),
        (["UPDATE: The crane has been moved to another quay, the board said on Monday."], "update", None),
        (["He was not hurt. (Reuters)"], "", None),
        (["SATURDAY - The crane is moved to another quay, as the harbour board said."], "", None),
        (["BMW - the carmaker - said that it would move the crane to another quay."], "", None),
        (["Montag, 4. März 2026 – Der Kran wird versetzt."], "", None),
        (["KARACHI: The crane has been moved to another quay, the harbour board said on Monday."], "", "KARACHI"),
        (["HANDBALL. Les joueuses de la ville ont battu celles du port voisin, lundi soir, devant peu de monde."], "", None),
        (["WEATHER: The harbour board said on Monday that the weather had moved the crane to another quay."], "", None),
        (["NASA: The agency said on Monday that NASA would move its crane to another quay."], "", None),
        (["TRUMP: The president said that the crane of Trump would be moved to another quay."], "/trump-crane", None),
        (["Bus mit 40 Kindern (dpa) - Der Bus fuhr in den Hafen."], "", None),
        (["John Smith, AP"], "", None),
    ],
)
def test_a_form_that_other_words_have_too_is_a_dateline_where_the_place_is_named_again(
    paragraphs: list[str], around: str, place: str | None
) -> None:
    assert datelines.place(paragraphs, around) == place


@pytest.mark.parametrize(
    ("byline", "name"), [("STT5.3.2026 8:51", "STT"), ("Rédaction avec AFP | Publié le dimanche 1er mars 2026 à 18h40", "AFP")]
)
def test_a_byline_names_an_agency_beside_a_desk_or_a_day(byline: str, name: str) -> None:
    assert [(a.name, a.text) for a in agencies.agencies([], [byline], (), (), None)] == [(name, byline)]


def test_a_papers_own_letters_may_stand_before_the_agencys() -> None:
    assert [a.name for a in agencies.agencies(["(VGX/NTB) En mann ble stanset."], (), (), (), None)] == ["NTB"]


@pytest.mark.parametrize(
    ("line", "signature"),
    [("kko/dpa/AFP", True), ("FMW/Bloomberg", False), ("dpa", False), ("Ann Lee/AFP", False), ("and/or", False), ("mit dpa/AFP", False)],
)
def test_agencies_and_initials_between_slashes_sign_a_story(line: str, signature: bool) -> None:
    assert agencies.is_signature(line) is signature


@pytest.mark.parametrize(
    ("below", "names"),
    [
        ("<p>kko/dpa/AFP</p>", ["dpa", "AFP"]),
        ("<p>(AFP)</p>", ["AFP"]),
        ('<ul class="tags"><li><a href="/t/1">AFP</a></li><li><a href="/t/2">Cranes</a></li></ul>', []),
        ('<ul><li><a href="/t/1">AFP</a></li><li><a href="/t/2">Cranes</a></li></ul>', []),
        ("<p>Tagged AFP, Cranes</p>", []),
        ('<h3>More news</h3><ul><li><a href="/1">Storm closes the bridge at night (AFP)</a></li></ul>', []),
        ("<h3>News in brief</h3><div>Storm closes the bridge (AFP)</div>", []),
        ('<h4>Share</h4><div class="origin">Quelle: dpa</div>', ["dpa"]),
        ("<h3>Newsletter</h3><p>With files from The Associated Press</p>", ["AP"]),
    ],
)
def test_what_credits_an_agency_below_a_story_is_no_tag_and_no_other_story(below: str, names: list[str]) -> None:
    story_ = "".join(f"<p>The harbour board said on day {n} that the crane would be moved to another quay.</p>" for n in range(4))
    html = f"<body><main><h1>The crane is moved</h1><div>{story_}</div>{below}</main></body>"
    found = normalise(RawPage("https://coastledger.example/a", html, datetime(2026, 11, 2, tzinfo=UTC), "text/html"), None)
    assert isinstance(found, Normalised)
    assert [agency.name for agency in found.fields.agencies] == names
