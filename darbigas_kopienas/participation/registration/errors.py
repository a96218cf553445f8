"""What may be refused when somebody takes part; each says why in the person's language."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _


class NegativeCount(ValidationError):
    """Nobody can come less than zero times."""


class AlreadyRegistered(ValidationError):
    """The address or the person has a standing registration for this activity."""


class WrongActivity(ValidationError):
    """The session belongs to another activity than the registration."""


class RegistrationClosed(ValidationError):
    """Not published, cancelled, over, or the day is not among those for registering."""


class NoSeatLeft(ValidationError):
    """All seats are taken and there is no waiting list."""


class TooLate(ValidationError):
    """The participant's own deadline for changing has passed, or the offer is over."""


class NotStanding(ValidationError):
    """The registration is cancelled, refused, or in a state that does not allow the deed."""


class ReserveTooLarge(ValidationError):
    """More seats are kept for some than there are at all."""


class ReserveTwice(ValidationError):
    """Seats are kept once for each municipality or school."""


class ReasonMissing(ValidationError):
    """Refusing is told with its reason."""


class NotAnswered(ValidationError):
    """A question that has to be answered was left out, or the answer is not among those to choose from."""


class NobodyToAsk(ValidationError):
    """The pasted list holds nobody, too many, or lines that cannot be read; says which."""


class TooManyHours(ValidationError):
    """More academic hours than the session has."""


class NotKnownHere(ValidationError):
    """Nobody can be checked in with what was given; the words are the same whatever the reason."""


class NotThisPaper(ValidationError):
    """The page number or the session of a signed sheet is not one that there is."""


@contextmanager
def judged_by_database() -> Iterator[None]:
    """Stands outside the transaction: what the database refuses after all is said as the service would have said it."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        match getattr(diagnosis, "constraint_name", None):
            case "participation_registration_once" | "participation_registration_person_once":
                raise AlreadyRegistered(_("This person is already registered."), code="registered") from error
            case "participation_seats_hold":
                raise NoSeatLeft(_("All seats are taken."), code="full") from error
            case _:
                raise


class QuestionAnswered(ValidationError):
    """What was answered would no longer fit: the kind or an answer that somebody chose would go."""


class QuestionNeeded(ValidationError):
    """Another question is asked only after this one, so it cannot go or come later."""


class QuestionUnclear(ValidationError):
    """Too few or double answers to choose from, or a condition that can never hold."""
