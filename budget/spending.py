"""What other rooms may ask of the money: booked sums by activity."""

from decimal import Decimal

from .models import ExpenseShare
from .models.plan import money_sum


def booked_by_activity(activity_ids: list[int]) -> dict[int, Decimal]:
    """Euros of booked shares, reversals taken off; one statement."""
    rows = (
        ExpenseShare.objects.filter(expense__state="booked", expense__activity__in=activity_ids)
        .order_by()
        .values("expense__activity")
        .annotate(euros=money_sum("amount"))
    )
    return {row["expense__activity"]: row["euros"] for row in rows}
