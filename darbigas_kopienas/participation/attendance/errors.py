from django.core.exceptions import ValidationError


class TooManyHours(ValidationError):
    """More academic hours than the session has."""


class SessionAhead(ValidationError):
    """Nobody was at a session whose day has not come."""


class NotKnownHere(ValidationError):
    """Nobody can be checked in with what was given; the words are the same whatever the reason."""


class WrongSheet(ValidationError):
    """The page number or the session of a signed sheet is not one that there is."""
