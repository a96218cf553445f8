from django.core.exceptions import ValidationError


class RegistrationClosed(ValidationError):
    """Not published, cancelled, over, or the day is not among those for registering."""


class NoSeatLeft(ValidationError):
    """All seats are taken and there is no waiting list."""


class TooLate(ValidationError):
    """The participant's own deadline for changing has passed, or the offer is over."""


class ReserveTooLarge(ValidationError):
    """More seats are kept for some than there are at all."""


class ReserveTwice(ValidationError):
    """Seats are kept once for each municipality or school."""
