"""Plain arithmetic over seats: never more than there are, never less than nothing."""

from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas.participation.enrolment.rules import Seats

few = st.integers(0, 40)
groups = st.sampled_from([1, 2, 3])
seats = st.builds(
    Seats,
    capacity=st.integers(1, 60),
    occupied=st.dictionaries(st.one_of(st.none(), groups), few),
    reserved=st.dictionaries(groups, st.integers(1, 20)),
)


@given(seats, groups)
def test_left_is_never_negative_and_one_s_own_reserve_only_adds(some_seats: Seats, group: int) -> None:
    assert some_seats.left is not None
    assert some_seats.capacity is not None
    mine = some_seats.left_for(group)
    assert mine is not None
    assert 0 <= some_seats.left <= mine <= max(0, some_seats.capacity - some_seats.taken)
    assert some_seats.left_for(None) == some_seats.left
    assert some_seats.left_for(99) == some_seats.left  # a reserve that is no longer kept
    assert some_seats.is_free_for(group) == (mine > 0)


@given(seats, st.lists(st.one_of(st.none(), groups), max_size=80))
def test_whoever_is_let_in_by_the_arithmetic_never_oversells(some_seats: Seats, comers: list[int | None]) -> None:
    before = some_seats.taken
    for group in comers:
        if some_seats.is_free_for(group):
            some_seats = some_seats.with_taken(group)
    assert some_seats.capacity is not None
    assert some_seats.taken <= max(before, some_seats.capacity)


@given(st.integers(1, 30), st.dictionaries(groups, st.integers(1, 8)), st.integers(0, 60))
def test_kept_seats_are_there_for_whom_they_are_kept(capacity: int, reserved: dict[int, int], strangers: int) -> None:
    """However many of the others come first."""
    capacity = max(capacity, sum(reserved.values()))
    seats = Seats(capacity, {}, reserved)
    for _stranger in range(strangers):
        if seats.is_free_for(None):
            seats = seats.with_taken(None)
    for group, number in reserved.items():
        for _comer in range(number):
            assert seats.is_free_for(group)
            seats = seats.with_taken(group)
    assert seats.taken == min(strangers, capacity - sum(reserved.values())) + sum(reserved.values())


def test_without_a_limit_everybody_gets_in() -> None:
    seats = Seats(None, {None: 5000}, {1: 10})
    assert (seats.left, seats.left_for(None), seats.left_for(1), seats.is_free_for(1)) == (None, None, None, True)


def test_own_seats_first_then_everybody_s() -> None:
    seats = Seats(10, {1: 4}, {1: 3})
    assert (seats.taken, seats.left, seats.left_for(1)) == (4, 6, 6)
    assert Seats(10, {1: 2}, {1: 3}).left_for(1) == 8
    assert Seats(10, {1: 2}, {1: 3}).left == 7


def test_walk_ins_beyond_the_limit_leave_nothing() -> None:
    seats = Seats(2, {None: 3}, {1: 1})
    assert (seats.left, seats.left_for(1), seats.is_free_for(1)) == (0, 0, False)
    assert Seats(5, {None: 4}, {1: 2}).left_for(1) == 1  # a walk-in sits on a kept seat: one is left of two
