"""What may be refused when somebody takes part; each says why in the person's language."""

from django.core.exceptions import ValidationError


class AlreadyRegistered(ValidationError):
    """The address or the person has a standing registration for this activity."""


class WrongActivity(ValidationError):
    """The session belongs to another activity than the registration."""


class NotActive(ValidationError):
    """The registration is cancelled, refused, or in a state that does not allow the deed."""


class ReasonMissing(ValidationError):
    """Refusing is told with its reason."""


class WasThere(ValidationError):
    """Whoever was ticked as present was there: the registration is not cancelled any more."""


class SeminarFull(ValidationError):
    """No seat is free and there is no waiting list, so asking somebody to come would be in vain."""


class WordsTooLong(ValidationError):
    """What an organiser adds to an invitation in their own words is a few sentences."""


class NobodyToAsk(ValidationError):
    """The pasted list holds nobody, too many, or lines that cannot be read; says which."""
