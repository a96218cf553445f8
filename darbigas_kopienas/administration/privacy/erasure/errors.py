"""What is refused of requests to be erased."""

from django.core.exceptions import PermissionDenied, ValidationError


class AlreadyAnswered(ValidationError):
    """Somebody has answered it, or the person has withdrawn it."""


class HasObstacles(ValidationError):
    """Somebody has to do something first; each is said in a sentence."""


class AskedAlready(ValidationError):
    """One request of a person waits at a time."""


class NoReason(ValidationError):
    """A refusal tells the person why."""


class BadDay(ValidationError):
    """The day on which it was asked lies ahead, or too far back."""


class NotInReach(PermissionDenied):
    """The person has nothing to do with a programme that this colleague coordinates."""


class OwnRequest(PermissionDenied):
    """Nobody answers their own."""
