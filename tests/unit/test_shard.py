"""A shard's buckets grow in number, not in size."""

from __future__ import annotations

import pytest

from worker.index import shard as shards
from worker.index.codec import LEAST_BITS, MOST_BITS, bucket_of
from worker.index.shard import CROWDED, WIDER, State

FULL = CROWDED << LEAST_BITS


def test_a_shard_goes_on_with_more_buckets_once_those_it_has_are_full() -> None:
    assert State(next=FULL - 1).grown(1, 0, 0.0).widths == ((0, LEAST_BITS),)
    assert State(next=FULL).grown(1, 0, 0.0).widths == ((0, LEAST_BITS), (FULL + 1, LEAST_BITS + WIDER))


def test_entries_that_left_do_not_count() -> None:
    assert State(next=3 * FULL, floor=2 * FULL + 10).grown(5, 5, 0.0).widths == ((0, LEAST_BITS),)


def test_the_older_buckets_are_asked_until_the_last_entry_in_them_is_gone() -> None:
    state = State(next=FULL + 100, widths=((0, LEAST_BITS), (FULL, LEAST_BITS + WIDER)))
    assert [state.bits(n) for n in (0, FULL - 1, FULL, FULL + 99)] == [20, 20, 22, 22]
    assert len(state.grown(1, FULL - 1, 0.0).widths) == 2
    assert state.grown(1, FULL, 0.0).widths == ((FULL, LEAST_BITS + WIDER),)


def test_there_is_an_end_to_it() -> None:
    state = State(next=10**9, widths=((0, MOST_BITS),))
    assert state.grown(1, 0, 0.0).widths == ((0, MOST_BITS),)


@pytest.mark.parametrize("value", [8, 8 * 0xABCDEF1234567, (1 << 64) - 8])
def test_buckets_of_different_widths_never_share_a_number(value: int) -> None:
    wide = range(LEAST_BITS, MOST_BITS + 1)
    assert len({bucket_of(value, bits) for bits in wide}) == len(wide)
    assert all(bucket_of(value, bits) < 1 << 32 for bits in wide)


def test_a_shard_written_before_it_knew_of_widths_is_read_as_one_of_the_least() -> None:
    assert shards.State(5, 2, 1.0).widths == ((0, LEAST_BITS),)
