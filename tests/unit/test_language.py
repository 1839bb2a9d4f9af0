"""The language of a text: a script of its own decides, then the page's word, unless the words plainly contradict."""

import pytest

from worker.normalise.language import language

GERMAN = (
    "Der Stadtrat hat am Dienstag beschlossen, dass die alte Brücke im kommenden Jahr erneuert wird. Die Kosten liegen bei vier "
    "Millionen Euro, von denen das Land die Hälfte trägt. Bis zum Herbst bleibt der Weg am Ufer für Fußgänger offen, sagte eine "
    "Sprecherin. Gegen den Plan stimmten nur zwei Mitglieder, die einen Neubau an anderer Stelle wollten. Die Arbeiten sollen im "
    "März beginnen und ein knappes Jahr dauern."
)
SERBIAN = "Gradsko veće odlučilo je u utorak da se most preko reke obnovi sledeće godine. Radovi treba da počnu u martu. " * 6
BRAZILIAN = "A prefeitura decidiu na terça que a ponte será reformada no ano que vem. Os moradores não foram ouvidos. " * 6
JAPANESE = "市は十五日、山あいの駅に新しい図書館を開いた。住民たちが本を持ち寄り、朝から多くの人でにぎわった。" * 4
KOREAN = "시의회는 화요일 강을 가로지르는 다리를 내년에 새로 짓기로 결정했다. 주민들은 이를 반겼다. " * 4
CHINESE = "市议会星期二决定，明年将重建横跨河流的大桥，居民们对此表示欢迎。" * 4
AMHARIC = "ድልድዩ ማክሰኞ ተከፈተ። ነዋሪዎች ደስ ብሏቸዋል። "
HINDI = "पुल मंगलवार को खुल गया है। लोगों ने कहा कि वे खुश हैं।"
NEPALI = "पुल मंगलबार खुलेको छ। मानिसहरूले आफू खुसी भएको बताए। यो नयाँ हो र बलियो छ।"
GREEK = "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να ανακαινίσει τη γέφυρα του ποταμού. " * 4


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("en", GERMAN, "de"),
        ("de-AT", GERMAN, "de-AT"),
        ("de_ch", GERMAN, "de-CH"),
        ("", GERMAN, "de"),
        ("en", JAPANESE, "ja"),
        ("zh-CN", JAPANESE, "ja"),
        ("", KOREAN, "ko"),
        ("zh-TW", CHINESE, "zh-TW"),
        ("en-US", GREEK, "el"),
        ("en", AMHARIC, "am"),
        # Short texts in Devanagari are told by their commonest words.
        ("", HINDI, "hi"),
        ("", NEPALI, "ne"),
        ("en", GERMAN + "山", "de"),
        # Between neighbours the page's word stands; a guess of Galician with a Portuguese letter is Portuguese.
        ("sr", SERBIAN, "sr"),
        ("hr", SERBIAN, "hr"),
        ("", BRAZILIAN, "pt"),
        ("pt-br", "São Paulo 2 x 1 Santos. Gols: Nenê, Caio.", "pt-BR"),
    ],
)
def test_a_script_decides_then_the_page_unless_the_words_plainly_contradict(declared: str, text: str, expected: str) -> None:
    assert language(declared, text) == expected


@pytest.mark.parametrize(("declared", "tag"), [("fil", "fil"), ("fil-PH", "fil-PH"), ("gsw", "gsw"), ("zh-Hans", "zh")])
def test_a_tag_of_three_letters_is_kept_and_a_script_is_no_region(declared: str, tag: str) -> None:
    assert language(declared, "x 1 2") == tag


def test_a_country_tells_neighbours_apart_where_the_page_says_nothing() -> None:
    text = "Taget holder igen, og nu kan kirken åbne for gudstjenester om søndagen, siger menigheden. " * 3
    assert language("", text, "kirke.dk") == "da"
    assert language("", text, "kirke.no") == "no"
    assert language("no", text, "kirke.dk") == "no"
    assert language("", GERMAN, "kirche.dk") == "de"
