from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget import shares
from budget.shares import Against, NotWhole

MONEY = st.decimals(min_value="0.01", max_value="999999.99", places=2)


@st.composite
def percentages(draw: st.DrawFn) -> list[Decimal]:
    """Two to six percentages with two places that make exactly 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 10000), min_size=1, max_size=5)))
    return [Decimal(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 10000], strict=True)]


@given(MONEY, percentages())
def test_percentages_always_make_the_whole(total: Decimal, percents: list[Decimal]) -> None:
    parts = shares.by_percent(total, percents)
    assert sum(parts) == total
    assert all(abs(Fraction(part) - Fraction(total) * Fraction(percent) / 100) < Fraction(1, 100)
               for part, percent in zip(parts, percents, strict=True))  # fmt: skip


@given(MONEY, st.lists(st.decimals(min_value=0, max_value=99, places=2), min_size=1, max_size=4))
def test_percentages_that_do_not_make_100_say_the_difference(total: Decimal, percents: list[Decimal]) -> None:
    if sum(percents) == 100:
        return
    with pytest.raises(NotWhole) as slip:
        shares.by_percent(total, percents)
    assert slip.value.difference == 100 - sum(percents)


@given(MONEY, st.lists(MONEY, max_size=4))
def test_the_first_share_takes_the_rest(total: Decimal, others: list[Decimal]) -> None:
    if others and sum(others) >= total:
        with pytest.raises(NotWhole):
            shares.with_rest(total, others)
        return
    parts = shares.with_rest(total, others)
    assert sum(parts) == total
    assert parts[1:] == others
    assert parts[0] > 0


def test_three_equal_thirds_of_ten_euros() -> None:
    third = Decimal("33.33")
    assert shares.by_percent(Decimal(10), [third, third, Decimal("33.34")]) == [
        Decimal("3.33"), Decimal("3.33"), Decimal("3.34"),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 3), MONEY)))
def test_merged_shares_keep_the_sum(parts: list[tuple[int, Decimal]]) -> None:
    whole = shares.merged(parts)
    assert sum(whole.values()) == sum(amount for _key, amount in parts)
    assert list(whole) == list(dict.fromkeys(key for key, _amount in parts))


@pytest.mark.parametrize(
    ("approved", "spent", "needs_approval", "percent"),
    [
        ("100", "121", True, Fraction(121)),
        ("100", "120.01", True, Fraction(12001, 100)),
        ("100", "120", False, Fraction(120)),
        ("100", "99", False, Fraction(99)),
        ("0", "1", True, None),
        ("0", "0", False, None),
    ],
)
def test_more_than_the_tolerance_needs_approval(
    approved: str, spent: str, needs_approval: bool, percent: Fraction | None
) -> None:
    against = Against(Decimal(approved), Decimal(spent), Decimal(20))
    assert (against.needs_approval, against.percent) == (needs_approval, percent)
    assert against.left == Decimal(approved) - Decimal(spent)
    assert against.over_by == max(Decimal(spent) - Decimal(approved), Decimal(0))


@given(
    st.decimals(min_value="0", max_value="999999999999.99", places=2),
    st.decimals(min_value="0", max_value="999.99", places=2),
    st.decimals(min_value="-1", max_value="1", places=2),
)
def test_the_tolerance_is_exact_to_the_cent(approved: Decimal, tolerance: Decimal, beside: Decimal) -> None:
    """Also at the largest amounts that a sum holds: the same as of fractions."""
    spent = (approved * (100 + tolerance) / 100).quantize(Decimal("0.01")) + beside
    limit = Fraction(approved) * (100 + Fraction(tolerance))
    assert Against(approved, spent, tolerance).needs_approval == (Fraction(spent) * 100 > limit)


@given(st.lists(MONEY, min_size=1))
def test_whole_is_required_to_the_cent(amounts: list[Decimal]) -> None:
    total = sum(amounts, Decimal(0))
    shares.require_whole(total, amounts)
    with pytest.raises(NotWhole) as slip:
        shares.require_whole(total + Decimal("0.01"), amounts)
    assert slip.value.difference == Decimal("0.01")


@pytest.mark.parametrize(("tolerance", "text"), [("20.00", "20\u00a0%"), ("12.5", "12,50\u00a0%")])
def test_tolerance_is_shown_as_people_write_it(tolerance: str, text: str) -> None:
    assert Against(Decimal(1), Decimal(1), Decimal(tolerance)).tolerance_text == text
