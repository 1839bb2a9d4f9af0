"""The judgement, a named case for each way to be wrong. All texts are made here: sentences of random invented words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from tests.pages import FORMULA as SHORT_FORMULA
from worker.dedupe import Decision, Thresholds, decide
from worker.fingerprint import fingerprint, script, tokens
from worker.index import Entry, Found
from worker.model import Fingerprint, Origin, Publisher

SYLLABLES = [c + v for c in "bdklmnrst" for v in "aeio"]


def prose(words: int, seed: int) -> list[str]:
    """Sentences of invented words, 12 each, with a name and a number in every third."""
    rng = random.Random(seed)

    def word() -> str:
        return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))

    sentences = []
    for n in range(words // 12):
        body = [word() for _ in range(12)]
        if n % 3 == 0:
            body[4], body[8] = body[4].capitalize(), str(rng.randint(20, 9999))
        sentences.append(" ".join(body) + ".")
    return sentences


def entry(text: str, offset: int = 0, article_id: str = "a" * 32, revision: int = 1, content_hash: str = "00") -> Entry:
    print_ = fingerprint(text)
    return Entry(
        origin=Origin("pages.raw", 0, offset),
        id=article_id,
        story_id=article_id,
        revision=revision,
        relation="original",
        related_to=None,
        similarity=None,
        seen_at=0.0,
        prints=len(print_.prints),
        words=print_.words,
        facts=frozenset(print_.facts),
        visible=1,
        page_url="https://one.example/a",
        canonical_url="https://one.example/a",
        publisher=Publisher(name="One", domain="one.example"),
        headline="One",
        published_at=None,
        agencies=(),
        content_hash=content_hash,
    )


def found(print_: Fingerprint, known: Sequence[tuple[int, str]], same_url: int | None = None) -> Found:
    shared = {}
    for number, text in known:
        theirs = set(fingerprint(text).prints)
        positions = tuple(i for i, value in enumerate(print_.prints) if value in theirs)
        if positions:
            shared[number] = positions
    return Found(shared, frozenset(), same_url)


def judge_against(text: str, *known: str) -> Decision:
    print_ = fingerprint(text)
    numbered = list(enumerate(known))
    entries = {number: entry(k, offset=number, article_id=f"{number:032x}") for number, k in numbered}
    return decide(Origin("pages.raw", 0, 99), "f" * 32, "ff", print_, found(print_, numbered), entries, Thresholds())


STORY = " ".join(prose(480, 1))
OTHER = " ".join(prose(480, 2))


def test_a_text_like_no_other_is_an_original() -> None:
    assert judge_against(OTHER, STORY).relation == "original"


def test_a_text_like_no_other_that_names_a_known_article_as_its_original_is_related_to_that() -> None:
    print_ = fingerprint(OTHER)
    entries = {0: entry(STORY, offset=0), 1: entry(" ".join(prose(480, 3)), offset=1, article_id="b" * 32)}
    decision = decide(Origin("p", 0, 9), "f" * 32, "ff", print_, Found({}, frozenset(), None, source=1), entries, Thresholds())
    assert (decision.relation, decision.of, decision.published) == ("related", entries[1], True)


def test_a_copy_that_names_another_article_as_its_original_is_a_copy_of_what_it_says() -> None:
    print_ = fingerprint(STORY)
    entries = {0: entry(STORY, offset=0), 1: entry(OTHER, offset=1, article_id="b" * 32)}
    known = found(print_, [(0, STORY)])
    named = Found(known.shared, known.common, None, source=1)
    decision = decide(Origin("p", 0, 9), "f" * 32, "ff", print_, named, entries, Thresholds())
    assert (decision.relation, decision.of) == ("copy", entries[0])


def test_the_same_text_elsewhere_is_a_copy() -> None:
    decision = judge_against(STORY, OTHER, STORY)
    assert decision.relation == "copy"
    assert decision.of is not None
    assert decision.of.origin.offset == 1


def test_the_first_third_of_a_text_is_an_excerpt() -> None:
    part = " ".join(prose(480, 1)[:14])
    assert judge_against(part, STORY).relation == "excerpt"


@pytest.mark.parametrize("seed", range(5))
def test_a_text_with_one_word_in_twelve_changed_everywhere_is_a_copy_not_an_expansion(seed: int) -> None:
    rng = random.Random(seed)
    changed = " ".join(w if rng.random() > 0.08 else "anders" for w in STORY.split())
    assert judge_against(changed, STORY).relation == "copy"


def test_a_known_text_with_as_much_of_its_own_around_it_is_an_expansion() -> None:
    own = prose(480, 3)
    text = " ".join([*own[:20], STORY, *own[20:]])
    assert judge_against(text, STORY).relation == "expansion"


def test_a_known_text_inside_one_five_times_as_long_is_linked_as_expansion() -> None:
    text = " ".join([*prose(2000, 4), STORY])
    assert judge_against(text, STORY).relation == "expansion"


@pytest.mark.parametrize("seed", range(5))
def test_a_long_text_whole_with_a_short_article_of_its_own_beside_it_is_an_expansion(seed: int) -> None:
    long, own = prose(2400, 60 + seed), prose(240, 70 + seed)
    assert judge_against(" ".join([*long[:50], *own, *long[50:]]), " ".join(long)).relation == "expansion"


def test_a_copy_with_a_paragraph_of_the_site_at_its_end_is_a_copy() -> None:
    assert judge_against(" ".join([STORY, *prose(60, 5)]), STORY).relation == "copy"


def test_part_of_a_text_with_less_of_its_own_than_a_third_is_a_copy_or_excerpt() -> None:
    text = " ".join([*prose(1200, 6)[:70], *prose(250, 7)])
    assert judge_against(text, " ".join(prose(1200, 6))).relation in ("copy", "excerpt")


@pytest.mark.parametrize("seed", range(5))
def test_a_rewrite_of_every_seventh_word_that_keeps_names_and_numbers_is_a_copy(seed: int) -> None:
    rng = random.Random(seed)
    kept = [w if w[0].isupper() or w[0].isdigit() or rng.random() > 0.14 else "anders" for w in STORY.split()]
    assert judge_against(" ".join(kept), STORY).relation == "copy"


def test_another_text_with_the_same_names_and_a_quote_is_an_original() -> None:
    """Two reporters at one event: names, figures and a quoted sentence in common, the words their own."""
    named = [word for word in STORY.split() if word[0].isupper() or word[0].isdigit()]
    own = [sentence.lower().split() for sentence in prose(480, 8)]
    for n, name in enumerate(named):
        own[n % len(own)][5] = name
    text = " ".join([" ".join(words) for words in own] + STORY.split(". ")[3:4])
    assert judge_against(text, STORY).relation == "original"


def test_a_short_report_is_judged_not_left_out() -> None:
    short = " ".join(prose(48, 9))
    assert judge_against(short, short).relation == "copy"
    assert judge_against(short, " ".join(prose(48, 10))).relation == "original"


def test_a_digest_that_takes_half_its_text_from_one_story_is_an_original() -> None:
    stories = [prose(1200, seed) for seed in range(20, 25)]
    digest = " ".join([*stories[0][:12], *(sentence for story in stories[1:] for sentence in story[:4])])
    assert judge_against(digest, *[" ".join(s) for s in stories]).relation == "original"


def test_of_two_articles_that_share_its_passages_an_expansion_is_linked_to_the_one_it_holds_whole() -> None:
    shared = prose(480, 30)
    earlier = " ".join([*prose(300, 31), *shared])
    text = " ".join([*shared[:25], STORY, *shared[25:]])
    decision = judge_against(text, earlier, STORY)
    assert decision.relation == "expansion"


def test_the_first_paragraphs_of_five_stories_are_a_digest_and_an_original() -> None:
    stories = [prose(480, seed) for seed in range(10, 15)]
    digest = " ".join(" ".join(story[:5]) for story in stories)
    assert judge_against(digest, *[" ".join(s) for s in stories]).relation == "original"


FORMULA = (
    "{firm} on {day} reported net income of {a} million in its latest quarter. The company said it had profit of {b} cents per share. "
    "Earnings adjusted for one time gains and costs were {c} cents per share. The results beat the expectations of the analysts who follow "
    "the company. It posted revenue of {d} million in the period, also topping forecasts, and expects revenue of {e} million in the next. "
    "Shares of {firm} have climbed {f} percent since the beginning of the year, in line with the market as a whole."
)


def test_two_earnings_reports_with_the_same_phrases_and_other_figures_are_two_originals() -> None:
    one = FORMULA.format(firm="Corvane", day="Monday", a="41.7", b="63", c="71", d="512.3", e="545", f="17")
    two = FORMULA.format(firm="Norwell", day="Thursday", a="8.2", b="19", c="24", d="97.9", e="101", f="32")
    assert len(set(fingerprint(one).prints) & set(fingerprint(two).prints)) >= 2, "the case is none unless they share prints"
    assert judge_against(two, one).relation == "original"


def again(text: str, known: str, content_hash: str = "ff") -> Decision:
    print_ = fingerprint(text)
    return decide(
        Origin("pages.raw", 0, 99), "a" * 32, content_hash, print_, found(print_, [(0, known)], 0), {0: entry(known)}, Thresholds()
    )


def test_the_same_url_with_the_same_text_is_a_recrawl() -> None:
    assert again(STORY, STORY).relation == "recrawl"
    assert again(STORY, OTHER, content_hash="00").relation == "recrawl"


def test_the_same_url_with_a_paragraph_more_is_a_revision() -> None:
    decision = again(STORY + " " + " ".join(prose(60, 7)), STORY)
    assert decision.relation == "revision"
    assert decision.of is not None


def test_one_more_paragraph_in_a_very_long_text_is_a_revision() -> None:
    long = prose(6000, 40)
    decision = again(" ".join([*long[:100], *prose(48, 41), *long[100:]]), " ".join(long))
    assert decision.relation == "revision"


def test_a_counter_that_changed_is_no_revision() -> None:
    assert again(STORY + " 1204 views", STORY + " 1198 views").relation == "recrawl"


def test_a_page_that_goes_back_to_an_earlier_version_is_a_recrawl_of_that_version() -> None:
    later = STORY + " " + " ".join(prose(60, 42))
    print_, versions = fingerprint(STORY), [(0, STORY), (1, later)]
    entries = {n: entry(text, offset=n, revision=n + 1, content_hash=f"{n:02x}") for n, text in versions}
    decision = decide(Origin("p", 0, 9), "a" * 32, "ff", print_, found(print_, versions, 1), entries, Thresholds())
    assert decision.relation == "recrawl"
    assert decision.of is not None
    assert decision.of.revision == 1


def test_the_same_url_with_another_text_is_a_revision() -> None:
    assert again(OTHER, STORY).relation == "revision"


def test_a_record_read_again_is_answered_as_it_was_not_as_a_copy_of_itself() -> None:
    print_ = fingerprint(STORY)
    mine = entry(STORY, offset=5)
    decision = decide(Origin("pages.raw", 0, 5), "a" * 32, "00", print_, found(print_, [(3, STORY)], 3), {3: mine}, Thresholds())
    assert decision.again == mine
    assert decision.relation == "original"


def test_common_prints_count_neither_for_nor_against() -> None:
    print_ = fingerprint(STORY)
    half = frozenset(range(len(print_.prints) // 2))
    rest = tuple(i for i in range(len(print_.prints)) if i not in half)
    decision = decide(Origin("p", 0, 9), "f" * 32, "ff", print_, Found({0: rest}, half, None), {0: entry(STORY)}, Thresholds())
    assert decision.similarity is not None
    assert decision.similarity.of_this == 1.0


def test_an_empty_text_is_an_original() -> None:
    assert judge_against("", STORY).relation == "original"


def test_what_two_earnings_reports_share_with_a_sites_remains_around_them_is_still_formula() -> None:
    one = FORMULA.format(firm="Corvane", day="Monday", a="41.7", b="63", c="71", d="512.3", e="545", f="17")
    two = FORMULA.format(firm="Norwell", day="Thursday", a="8.2", b="19", c="24", d="97.9", e="101", f="32")
    assert judge_against(two + " Sign up for our letter and read on here.", one + " Share this page with friends.").relation == "original"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("The ministry said 東京", "latin"), ("Министерство сообщило AFP", "cyrillic"), ("東京で地震", "cjk"), ("123 456", "other")],
)
def test_the_shard_is_the_script_of_most_of_the_text(text: str, wanted: str) -> None:
    """Not its language: guesses differ between Danish and Norwegian, and copies of one text must meet."""
    assert script(text) == wanted


def test_scripts_without_spaces_give_a_token_a_character() -> None:
    assert tokens("東京で地震 Mw 7") == ["東", "京", "で", "地", "震", "mw", "7"]


def test_short_reports_of_one_formula_with_every_figure_different_are_originals_however_few_prints_differ() -> None:
    """A text of 75 words has some nine prints: eight of them shared is chance, ten other figures are not."""
    rng = random.Random(1)

    def report() -> str:
        figures = {name: f"{rng.randint(5, 900)}.{rng.randint(0, 9)}" for name in "abcdef"}
        firm = f"{rng.choice(['Norvik', 'Hale', 'Ostra', 'Luma', 'Tekk'])} {rng.choice(['Tools', 'Foods', 'Rail', 'Steel'])}"
        return "\n\n".join(p.format(**figures, firm=firm, day=rng.choice(["Monday", "Friday"])) for p in SHORT_FORMULA)

    reports = [report() for _ in range(40)]
    assert {judge_against(one, other).relation for one, other in combinations(reports, 2)} == {"original"}


@pytest.mark.parametrize("seed", range(20))
def test_a_short_text_whole_between_two_passages_of_its_own_is_an_expansion(seed: int) -> None:
    """The matches stand in one block, so the runs before and after it are no chance, long as chance might make them."""
    known, own = prose(180, seed), prose(200, 100 + seed)
    decision = judge_against(" ".join([*own[:7], *known, *own[7:]]), " ".join(known))
    assert decision.relation == "expansion"
