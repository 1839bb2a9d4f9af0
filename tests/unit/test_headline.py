"""Headlines out of what a heading and the page's titles say."""

import lxml.html
import pytest

from worker.normalise import headline, structured


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("山城新建步行桥，居民出行更方便！-江岸新闻网", "山城新建步行桥，居民出行更方便！"),
        ("山城新建步行桥_社会频道_江岸网", "山城新建步行桥"),
        ("山あいの駅に図書館、乗客が本を持ち寄る｜川辺ニュース", "山あいの駅に図書館、乗客が本を持ち寄る"),
        ("代表团出席中国-东盟博览会", "代表团出席中国-东盟博览会"),
        ("Harbour dredging starts a year early - Coast Ledger", "Harbour dredging starts a year early"),
    ],
)
def test_a_title_alone_is_told_without_the_paper(title: str, told: str) -> None:
    tree = lxml.html.document_fromstring(f"<html><head><title>{title}</title></head><body><p>x</p></body></html>")
    assert headline.headline(tree, structured.read(tree), None) == (told, "markup")


def test_a_part_of_a_heading_that_is_just_the_title_stands_without_its_second_line() -> None:
    tree = lxml.html.document_fromstring(
        '<head><meta property="og:title" content="Harbour dredging starts early"></head>'
        "<h1>Harbour dredging starts early <span>Fishermen were not asked, and say so</span></h1>"
    )
    assert headline.headline(tree, structured.read(tree), None) == ("Harbour dredging starts early", "markup")
