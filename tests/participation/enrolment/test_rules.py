"""Plain arithmetic over seats: never more than there are, never less than nothing."""

from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas.participation.enrolment.rules import Seats

few = st.integers(0, 40)
groups = st.sampled_from([1, 2, 3])
seats = st.builds(
    Seats,
    capacity=st.integers(1, 60),
    held=st.dictionaries(st.one_of(st.none(), groups), few),
    kept=st.dictionaries(groups, st.integers(1, 20)),
)


@given(seats, groups)
def test_left_is_never_negative_and_one_s_own_reserve_only_adds(one: Seats, group: int) -> None:
    assert one.left is not None
    assert one.capacity is not None
    mine = one.left_for(group)
    assert mine is not None
    assert 0 <= one.left <= mine <= max(0, one.capacity - one.taken)
    assert one.left_for(None) == one.left
    assert one.left_for(99) == one.left  # a reserve that is no longer kept
    assert one.is_free_for(group) == (mine > 0)


@given(seats, st.lists(st.one_of(st.none(), groups), max_size=80))
def test_whoever_is_let_in_by_the_arithmetic_never_oversells(one: Seats, comers: list[int | None]) -> None:
    before = one.taken
    for group in comers:
        if one.is_free_for(group):
            one = one.with_one_more(group)
    assert one.capacity is not None
    assert one.taken <= max(before, one.capacity)


@given(st.integers(1, 30), st.dictionaries(groups, st.integers(1, 8)), st.integers(0, 60))
def test_kept_seats_are_there_for_whom_they_are_kept(capacity: int, kept: dict[int, int], strangers: int) -> None:
    """However many of the others come first."""
    capacity = max(capacity, sum(kept.values()))
    one = Seats(capacity, {}, kept)
    for _stranger in range(strangers):
        if one.is_free_for(None):
            one = one.with_one_more(None)
    for group, number in kept.items():
        for _comer in range(number):
            assert one.is_free_for(group)
            one = one.with_one_more(group)
    assert one.taken == min(strangers, capacity - sum(kept.values())) + sum(kept.values())


def test_without_a_limit_everybody_gets_in() -> None:
    one = Seats(None, {None: 5000}, {1: 10})
    assert (one.left, one.left_for(None), one.left_for(1), one.is_free_for(1)) == (None, None, None, True)


def test_own_seats_first_then_everybody_s() -> None:
    one = Seats(10, {1: 4}, {1: 3})
    assert (one.taken, one.left, one.left_for(1)) == (4, 6, 6)
    assert Seats(10, {1: 2}, {1: 3}).left_for(1) == 8
    assert Seats(10, {1: 2}, {1: 3}).left == 7


def test_walk_ins_beyond_the_limit_leave_nothing() -> None:
    one = Seats(2, {None: 3}, {1: 1})
    assert (one.left, one.left_for(1), one.is_free_for(1)) == (0, 0, False)
    assert Seats(5, {None: 4}, {1: 2}).left_for(1) == 1  # a walk-in sits on a kept seat: one is left of two
