"""A page is read whatever it is written in, and whatever it says about that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.model import Normalised, RawPage
from worker.normalise.charset import decode
from worker.normalise.page import normalise

STORIES = {
    "ja": "漁師たちは月曜日の朝、港の工事が予定より一年早く始まることを知らされた。町役場によると、工事は来年の春まで続く。",
    "ko": "어민들은 월요일 아침 항구 공사가 예정보다 일 년 일찍 시작된다는 소식을 들었다. 시청은 내년 봄까지 이어진다고 밝혔다.",
    "zh": "渔民们星期一早上得知，港口工程将比原计划提前一年开工。市政府表示，工程预计将持续到明年春天。",
    "ru": "Рыбаки узнали в понедельник утром, что работы в порту начнутся на год раньше срока. По словам мэрии, они продлятся до весны.",
    "el": "Οι ψαράδες έμαθαν τη Δευτέρα το πρωί ότι τα έργα στο λιμάνι θα ξεκινήσουν έναν χρόνο νωρίτερα, όπως είπε ο δήμος.",
    "de": "Die Fischer erfuhren am Montagmorgen, dass der Ausbau des Hafens ein Jahr früher beginnt – „für alle überraschend“.",
    "ar": "علم الصيادون صباح الاثنين أن أعمال الميناء ستبدأ قبل عام من موعدها. وقالت البلدية إن العمل سيستمر حتى الربيع.",
    "th": "ชาวประมงทราบเมื่อเช้าวันจันทร์ว่างานก่อสร้างท่าเรือจะเริ่มเร็วกว่ากำหนดหนึ่งปี",
    "cs": "Rybáři se v pondělí ráno dozvěděli, že práce v přístavu začnou o rok dříve. Podle radnice potrvají až do příštího jara.",
}
CHARSETS = [
    ("ja", "shift_jis", "shift_jis"), ("ja", "euc_jp", "euc-jp"), ("ja", "iso2022_jp", "iso-2022-jp"), ("ja", "utf-16-le", "utf-16le"),
    ("ko", "euc_kr", "euc-kr"), ("zh", "gb2312", "gb2312"), ("zh", "gb18030", "gb18030"), ("ru", "cp1251", "windows-1251"),
    ("ru", "koi8_r", "koi8-r"), ("el", "cp1253", "windows-1253"), ("de", "cp1252", "windows-1252"), ("ar", "cp1256", "windows-1256"),
    ("th", "cp874", "windows-874"), ("cs", "cp1250", "windows-1250"), ("de", "utf-8", "utf-8"), ("zh", "utf-8", "utf-8"),
]  # fmt: skip


def page(language: str, head: str = "") -> str:
    return f"<html><head>{head}<title>x</title></head><body>" + f"<p>{STORIES[language]}</p>" * 9


@pytest.mark.parametrize(("language", "codec", "name"), CHARSETS)
@pytest.mark.parametrize("said", ["by the server", "by the page", "by nobody", "wrongly by the server", "by default by the server"])
def test_a_page_is_read_in_its_charset(language: str, codec: str, name: str, said: str) -> None:
    head = "" if said in ("by nobody", "by the server") else f'<meta charset="{name}">'
    server = {"by the server": name, "wrongly by the server": "utf-8", "by default by the server": "ISO-8859-1"}.get(said)
    text = page(language, head)
    assert decode(text.encode(codec), f"text/html; charset={server}" if server else "text/html") == text


@pytest.mark.parametrize(
    ("text", "codec", "name"), [("똠방각하", "cp949", "euc-kr"), ("①㈱", "cp932", "shift_jis"), ("㐀", "gb18030", "gb2312")]
)
def test_a_charset_is_read_as_the_wider_one_that_its_pages_are_written_in(text: str, codec: str, name: str) -> None:
    assert decode(f"<p>{text}".encode(codec), f"text/html; charset={name}") == f"<p>{text}"


@pytest.mark.parametrize("language", ["de", "ru", "ja"])
@pytest.mark.parametrize("said", ["text/html; charset=utf-8", "text/html"])
def test_a_slip_in_a_text_of_utf_8_does_not_make_it_another_charset(language: str, said: str) -> None:
    text = page(language)
    assert decode(text.encode() + b"\xe9\xff</p>\xd0", said).startswith(text)


def test_what_the_charset_is_may_show_only_after_a_long_head() -> None:
    text = page("ru", f"<script>{'var a = 1; ' * 10_000}</script>")
    assert decode(text.encode("cp1251"), "text/html") == text


def test_a_page_of_utf_8_that_says_otherwise_is_read_as_utf_8() -> None:
    text = page("de", '<meta charset="iso-8859-1">')
    assert decode(text.encode(), "text/html; charset=iso-8859-1") == text


@pytest.mark.parametrize("name", ["zlib_codec", "undefined", "idna", "no-such-charset", "utf-7", "rot13"])
def test_a_charset_that_is_none_of_the_web_is_passed_over(name: str) -> None:
    text = page("ru")
    assert decode(text.encode("cp1251"), f"text/html; charset={name}") == text


@pytest.mark.parametrize("sign", ["\x01", "\x0c", "\x1f", "\ufffe", "\uffff"])
def test_signs_that_no_text_holds_are_spaces(sign: str) -> None:
    """lxml refuses to write them where an element is taken out and what stands behind it moves up."""
    story = "".join(f"<p>The harbour board said on day {n} that the crane{sign}would be moved to another quay.</p>" for n in range(4))
    html = f"<body><main><h1>The crane</h1><script>x</script>{sign}{story}<style>x</style>{sign}</main></body>"
    found = normalise(RawPage("https://one.example/a", html, datetime(2026, 11, 2, tzinfo=UTC), "text/html"), None)
    assert isinstance(found, Normalised)
    assert "the crane would be moved" in found.fields.body
