"""What may be refused when somebody takes part; each says why in the person's language."""

from django.core.exceptions import ValidationError


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


class ReasonMissing(ValidationError):
    """Refusing is told with its reason."""


class NotAnswered(ValidationError):
    """A question that has to be answered was left out, or the answer is not among those to choose from."""


class NobodyToAsk(ValidationError):
    """The pasted list holds nobody, too many, or lines that cannot be read; says which."""
