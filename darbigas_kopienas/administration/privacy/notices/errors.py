"""Why a text about people's data is not published."""

from django.core.exceptions import ValidationError


class InThePast(ValidationError):
    """Nobody was told or asked so on a day that is over."""


class TooFarAhead(ValidationError):
    """A slip of the year would let no other version hold before it."""


class BeforeTheLast(ValidationError):
    """A later version would hold before an earlier one."""


class NothingNew(ValidationError):
    """From the second version on people are told what has changed."""


class NothingWritten(ValidationError):
    """A text has letters in both languages."""


class UnknownKind(ValidationError):
    """Nothing of that kind is agreed to in the portal."""


class PublishedMeanwhile(ValidationError):
    """A colleague published the next version at this moment."""
