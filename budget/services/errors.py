"""What can be wrong with an expense; every one carries the sentence that the person reads."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from budget.models import Expense


class FutureDocument(ValidationError):
    """The document is dated after today."""


class SharesDoNotAddUp(ValidationError):
    """The shares do not make the document's total, or one of them is not above zero."""


class ForeignBudget(ValidationError):
    """A line, source or cost of another programme or municipality."""


class ForeignActivity(ValidationError):
    """The activity belongs to another programme or another municipality."""


class SourceNotAllowed(ValidationError):
    """The source's conditions forbid it: the document's day, the place, or what it is for."""


class SourceExceeded(ValidationError):
    """The source has not so much left."""


class ApprovalMissing(ValidationError):
    """A line would be exceeded by more than the agreement allows, and no approval is noted."""


class DuplicateDocument(ValidationError):
    """The same document stands in the programme already, in whichever municipality: `expense` is that row."""

    def __init__(self, expense: "Expense") -> None:
        super().__init__(
            _("This document is already entered: the same supplier and number. "
              "What several lines or sources pay for is entered once and split into shares."),
            code="duplicate",
        )  # fmt: skip
        self.expense = expense


class CostAlreadyBooked(ValidationError):
    """The stated cost stands on another expense; a cost is booked once."""


class WrongState(ValidationError):
    """The expense is not in a state in which this can be done."""


class AddedByYourself(ValidationError):
    """Four eyes: who added or changed an expense does not approve it."""


class NotAllBooked(ValidationError):
    """Of several documents nothing was booked: `refused` are those that could not be, each with its reason."""

    def __init__(self, refused: "list[tuple[Expense, str]]") -> None:
        super().__init__(
            ngettext(
                "Nothing was approved: %(n)d document cannot be. The reason stands beside it.",
                "Nothing was approved: %(n)d documents cannot be. The reasons stand beside them.",
                len(refused),
            ),
            code="not_all",
            params={"n": len(refused)},
        )
        self.refused = refused


class ProofMissing(ValidationError):
    """An expense is not submitted without its supporting document."""


class PaidTooMuch(ValidationError):
    """The payments together would exceed the document."""


class NothingToResolve(ValidationError):
    """The figure and the words agree, or somebody resolved them before."""


def wrong_state(**params: object) -> WrongState:
    return WrongState(
        _("This cannot be done now: the expense is “%(state)s”."), code="state", params={"state": params["state"]}
    )
