from django.core.exceptions import ValidationError


class IssuedTooEarly(ValidationError):
    """A paper cannot say what has not happened yet."""


class IssuedTooLate(ValidationError):
    """The day of issue lies in the future."""


class NobodyReady(ValidationError):
    """Nobody at the seminar has a right to a paper."""


class NotEntitled(ValidationError):
    """This person has no right to a paper (any more)."""


class NotValid(ValidationError):
    """Only a valid paper can be revoked or replaced."""


class ReasonMissing(ValidationError):
    """A paper ends with a reason, which the check page tells."""


class NoCertificates(ValidationError):
    """There is no valid document to be put into the file."""


class LettersNotDrawn(ValidationError):
    """Something on it has letters that the font of our PDFs does not have, or the holder's name has none at all."""


class NoIssuer(ValidationError):
    """Neither the training programme nor the grant says who issues its papers."""
