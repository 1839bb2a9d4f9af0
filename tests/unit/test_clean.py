"""What a page puts around a story is told from the story."""

from __future__ import annotations

import pytest

from worker.normalise.lines import captions, clean, strings
from worker.normalise.lines.furniture import is_furniture

STORY = ["The crane left the quay on Monday.", "Nobody had asked the fishermen, the board said."]
BIOGRAPHY = "Ann Lee is a reporter on the coast and writes about cranes."


@pytest.mark.parametrize(
    ("ending", "authors", "kept"),
    [
        ([BIOGRAPHY], ["Ann Lee"], 0),
        ([BIOGRAPHY, "Bo Ek is the paper's photographer."], ["Ann Lee", "Bo Ek"], 0),
        ([BIOGRAPHY], ["Bo Ek"], 1),
        ([BIOGRAPHY, "The crane is to come back in May."], ["Ann Lee"], 2),
        (["Lee was not there."], ["Lee"], 1),
    ],
    ids=["the author's", "two authors'", "somebody else's", "within the story", "one word is no name"],
)
def test_what_ends_a_story_and_begins_with_its_authors_name_is_no_part_of_it(ending: list[str], authors: list[str], kept: int) -> None:
    assert clean.without_authors([*STORY, *ending], authors) == [*STORY, *ending][: len(STORY) + kept]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Ann Lee FOR THE COAST LEDGER", False),
        ("3 May 2026 | 11:32 | EFE / Written by Ann Lee, Ledger", False),
        ("Ann Lee saw it first.", True),
        ("Ann Lee writes about harbours. She edits the Ledger's podcasts.", False),
        ("A picture of Ann Lee", True),
    ],
)
def test_a_line_above_the_story_that_names_its_author_and_is_no_sentence_is_a_byline(line: str, kept: bool) -> None:
    assert clean.without_authors([line, *STORY], ["Ann Lee"]) == ([line] if kept else []) + STORY
    assert line in clean.without_authors([*STORY, line, *STORY], ["Ann Lee"])


def test_a_story_that_is_all_about_its_author_is_not_emptied() -> None:
    assert clean.without_authors([BIOGRAPHY], ["Ann Lee"]) == [BIOGRAPHY]


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("Chat with us in Facebook Messenger. Find out what's happening in the harbour as it unfolds.", True),
        ("Sign up for our newsletter and get the harbour in your inbox.", True),
        ("The board said that fishermen had signed a letter and sent it on.", False),
        ("Users who had compared apps before download were more careful.", False),
        ("An inbox full of e-mail, a blog, a webinar and the pages of a book: she is everywhere.", False),
        ("Harbour news to your phone? Download our app for Android and iOS.", True),
        ("Das Hafenblatt täglich? Der Newsletter informiert Sie jeden Morgen.", True),
        ("Para comentar debes registrarte y completar tus datos.", True),
        ("Click here to read the harbour board's letter.", True),
        ("Click beetles are found in the harbour.", False),
        ("This page may earn a commission on what you buy.", True),
        ("The harbour charges a commission on every crate, the board said.", False),
        ("Thousands join the march after the death of a union member", False),
        ("The board urged residents to follow it on Twitter for updates.", False),
        ("Die Fischer mussten sich per E-Mail anmelden, teilte der Hafen mit.", False),
        ("Melden Sie sich jetzt per E-Mail zum Newsletter an oder bestellen Sie ihn: hier abonnieren, Newsletter lesen.", True),
        ("We use cookies and share personal data with our partners.", True),
        ("Manage cookies and consent", True),
        ("Parliament passed a law on cookies and personal data on Thursday.", False),
        ("Copyright 2026 Coast Ledger", True),
        ("Copyright law will change in July, the minister said.", False),
        ("Reporting by Ann Lee in London; Editing by Bo Ek", True),
        ("Produced by Ann Lee, the film opens on Friday.", False),
        ("This is a breaking news story and will be updated.", True),
        ("This is a breaking point for many families, she said.", False),
        ("¿Ya sabías que tenemos canal de Telegram? Únete desde tu celular en este enlace.", True),
        ("¡Mira lo que tiene nuestro canal de YouTube!", True),
        ("El canal de YouTube del puerto tiene mil suscriptores, dijo la junta.", False),
        ("War dieser Artikel hilfreich?", True),
        ("Möchten Sie den Artikel teilen?", True),
        ("Gefällt dir unser Hafenmagazin?", True),
        ("Lust auf mehr als ein Boot hatte er nie.", False),
        ("We want to hear what you think about this article.", True),
        ("ANZEIGE - Heute mal ausgehen?", True),
        ("Anzeige wurde am Montag erstattet.", False),
        ("Diese Meldung wurde von der dpa übernommen und von der Redaktion nicht geprüft.", True),
        ("Die Behörde hat den Kran nicht geprüft.", False),
        ("She wrote letters to the editor until nobody read them.", False),
        ("Leia mais notícias do porto", True),
        ("ann@ledger.example (END)", True),
        ("Read or Share this story: https://ledger.example/1iXh7", True),
        ("Advertising", True),
        ("Wir brauchen Ihre Zustimmung, um den Datawrapper-Inhalt zu laden.", True),
        ("« La lettre du port » : chaque vendredi, le meilleur de l’actualité des quais", True),
        ("Zobacz wideo Dlaczego rury pękają? Ekspert wyjaśnia", True),
        ("The views expressed in this column are the author's own.", True),
        ("The views expressed by the fishermen were many.", False),
        ("Chaque vendredi, le meilleur pêcheur rentre à midi.", False),
        ("Polub Ledger na Facebooku:", True),
        ('Šajā portālā tiek izmantotas sīkdatnes ("cookies"). Turpinot Jūs piekrītat. Uzzināt vairāk', True),
        ("기사 제목과 주요 문장을 기반으로 자동요약한 결과입니다.", True),
        ("This summary was written by AI and checked by an editor.", True),
        ("This summary execution shocked the port, said the artist.", False),
        ("AI-generated summary", True),
        ("AI-generated summaries cost the paper readers, the board said.", False),
    ],
)
def test_what_a_page_asks_of_its_reader_is_no_part_of_the_story(line: str, furniture: bool) -> None:
    assert is_furniture(line) is furniture


@pytest.mark.parametrize(
    "line",
    [
        "Read more: A crane for the ages", "Weitere Artikel zum Thema", "Das könnte Sie auch interessieren:",
        "Notas relacionadas", "Leia também: O porto", "Potrebbe interessarti anche", "Lees ook: De kraan", "Läs också",
        "Čtěte také: Jeřáb", "Читайте также: Кран", "Baca juga: Derek", "Xem thêm", "相关新闻", "【関連記事】港のクレーン", "관련 기사",
        "اقرأ أيضا: الميناء", "קראו גם: הנמל", "यह भी पढ़ें: बंदरगाह", "อ่านเพิ่มเติม", "İlgili Haberler", "Διαβάστε επίσης",
        "广告", "Anzeige", "▶ Read more", "Tous droits réservés", "無断転載を禁じます", "무단 전재 및 재배포 금지",
    ],
)  # fmt: skip
def test_what_leads_on_or_stands_around_is_no_part_of_the_story(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("21:00Ann Lee", True),
        ("20:42KEY EVENT", True),
        ("21 mins ago11:48 Ann Lee", True),
        ("vor 16 Stunden", True),
        ("včera 14:40", True),
        ("Updated at 1:23 p.m.", True),
        ("3小时前", True),
        ("Hier ist Bayern", False),
        ("5 days ago everything changed", False),
        # A programme's hours are told with what happens then.
        ("19:30 Uhr Konzert bei Kerzenschein", False),
        ("10.00 Uhr: Begrüßung", False),
        ("21:00 was the hour at which the crane fell.", False),
        ("Yesterday the crane fell into the harbour basin.", False),
    ],
)
def test_a_live_reports_stamp_is_no_part_of_the_story(line: str, stamp: bool) -> None:
    assert is_furniture(line) is stamp


@pytest.mark.parametrize(
    "line",
    ["Themen der Zeit und andere Fragen", "More about the crane was told on Monday.", "Kommentar des Hafenmeisters zur Lage",
     "Weitere Informationen zum Unfall lagen nicht vor.", "Comments: the minister made several, none of them helpful.",
     "El artículo continúa en vigor, dijo la jueza."],
)  # fmt: skip
def test_a_line_that_only_begins_like_furniture_is_told(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("می\u200cرسد", "می\u200cرسد"),
        ("क्\u200cष", "क्\u200cष"),
        ("har\u200cbour", "harbour"),
        ("Hafen\u00adkran\u200b", "Hafenkran"),
    ],
    ids=["Persian", "Hindi", "Latin", "soft hyphen"],
)
def test_signs_that_are_not_seen_go_but_for_those_that_shape_letters(text: str, told: str) -> None:
    assert strings.line(text) == strings.tidy(text) == told


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Trucks stand idle at the mine, February 12, 2026. REUTERS/Ann Lee/File Photo", True),
        ("Le gymnase est resté fermé. Photo Le DL/Ann Lee", True),
        ("Wavuvi wakijaribu boti mpya. PICHA | ANN LEE", True),
        ("图 | 浴池的手牌（受访者供图）", True),
        ("(Nyitóképünk illusztráció. Fotó: MTI/Ann Lee)", True),
        ("The board told Reuters that the mine would open again.", False),
        ("The board saw a photo of the crane. Nobody knew where it came from.", False),
        ("Photo by Ann Lee/Coast Ledger.", True),
        ("La foto de la grúa dio la vuelta al mundo.", False),
        ("Er malte ein Bild von seiner Mutter.", False),
        ("A well in Kudus on Thursday. (ANTARA/Ann Lee)", True),
        ("Botanists clean the spillway. EFE/Ann Lee", True),
        ("The mine will open again, the board said on Monday. (Reuters/AFP)", False),
        ("3月9日，村民在渡口乘船过河。新华社记者 王小明 摄", True),
    ],
)
def test_a_pictures_words_are_known_by_their_credit(line: str, caption: bool) -> None:
    assert captions.is_caption(line) is caption


@pytest.mark.parametrize(
    "line",
    ["- Advertisement -", "Story continues below advertisement", "Continua após a publicidade", "請繼續往下閱讀", "Bình luận (0)",
     "Tekst se nastavlja ispod oglasa", "This is an archived article and its information may be outdated.",
     "(This story has not been edited by the paper and is published from a syndicated feed.)"],
)  # fmt: skip
def test_what_stands_between_a_storys_parts_is_none(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("segunda-feira, 22 de janeiro de 2018 às 0:13", True),
        ("Son Güncelleme : 30.04.2024 - 16:49", True),
        ("Giriş: 07.03.2026 - 10:12 Güncelleme: 07.03.2026 - 10:40", True),
        ("Freitag, 21. Januar 2022 um 14:30 Uhr", True),
        ("Am 21. Januar 2022 fiel der Kran um.", False),
    ],
)
def test_a_line_of_days_and_times_alone_is_none_of_the_story(line: str, date: bool) -> None:
    assert clean.is_date(line) is date


@pytest.mark.parametrize(
    "line",
    [
        "devamını oku",
        "DEVAMINI OKU",
        "HABERİN DEVAMI İÇİN TIKLAYIN",
        "İLGİLİ HABERLER:",
        "ЧИТАЙТЕ ТАКЖЕ:",
        "READ MORE…",
        "SUBSCRIBE TO OUR NEWSLETTER",
    ],
)
def test_furniture_is_known_in_capitals_too_turkish_ones_among_them(line: str) -> None:
    assert is_furniture(line)
