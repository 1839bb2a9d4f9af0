"""Pages that a server sends in parts, as React does, are read in the order in which readers see them."""

from __future__ import annotations

import lxml.html
import pytest

from worker.normalise.markup import blocks
from worker.normalise.markup.streamed import DEEPEST, put_in_place

CALLS = "<script>function $RC(a,b){};{calls}</script>"


def read(body: str, calls: str) -> list[str]:
    page = f"<html><body>{body}{CALLS.replace('{calls}', calls)}</body></html>"
    tree = lxml.html.document_fromstring(page)
    assert put_in_place(tree, page)
    return [block.text for block in blocks.read(tree)]


def test_a_part_stands_where_the_script_puts_it() -> None:
    body = '<h1>The crane</h1><!--$?--><template id="B:0"></template><!--/$--><p>Foot</p>'
    body += '<div hidden id="S:0"><p>It fell.</p><p>At noon.</p></div>'
    assert read(body, '$RC("B:0","S:0")') == ["The crane", "It fell.", "At noon.", "Foot"]


@pytest.mark.parametrize("calls", ['$RS("S:1","P:1");$RC("B:0","S:0")', '$RC("B:0", "S:0");$RS("S:1", "P:1")'])
def test_a_part_may_hold_the_place_of_another_and_come_before_it_or_after(calls: str) -> None:
    body = (
        '<template id="B:0"></template><p>Foot</p><div hidden id="S:0"><h1>The crane</h1><template id="P:1"></template></div>'
        '<div hidden id="S:1"><p>It fell.</p></div>'
    )
    assert read(body, calls) == ["The crane", "It fell.", "Foot"]


@pytest.mark.parametrize("calls", ['$RC("B:0","S:9")', '$RC("B:9","S:0")', '$RC("S:0","S:0")', "$RC(1,2)", ""])
def test_a_part_without_a_place_stays_hidden(calls: str) -> None:
    assert read('<p>Seen</p><template id="B:0"></template><div hidden id="S:0"><p>It fell.</p></div>', calls) == ["Seen"]


def test_a_part_that_holds_its_own_place_is_left_where_it_is() -> None:
    assert read('<p>Seen</p><div hidden id="S:0"><template id="B:0"></template><p>It fell.</p></div>', '$RC("B:0","S:0")') == ["Seen"]


def test_parts_within_parts_make_no_page_deeper_than_can_be_read() -> None:
    parts = "".join(f'<div hidden id="S:{n}"><i><template id="B:{n + 1}"></template></i></div>' for n in range(DEEPEST))
    calls = "".join(f'$RC("B:{n}","S:{n}")' for n in range(DEEPEST))
    page = f'<html><body><template id="B:0"></template>{parts}<script>{calls}</script></body></html>'
    assert not put_in_place(lxml.html.document_fromstring(page), page)
