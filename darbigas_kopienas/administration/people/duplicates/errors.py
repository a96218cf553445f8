"""Why two people, or two organisations, are not merged, or not parted again."""

from django.core.exceptions import PermissionDenied, ValidationError


class NotAllOfIt(PermissionDenied):
    """One of the two reaches further than the colleague's role."""


class OneRow(ValidationError):
    """It was chosen twice."""


class NoteMissing(ValidationError):
    """Merging needs a word on why."""


class DataErased(ValidationError):
    """One of the two was erased: of whom nobody knows who it was, nobody can say so."""


class AlreadyMerged(ValidationError):
    """One of the two is merged into another by now."""


class TwoAccounts(ValidationError):
    """Both sign in."""


class SatTogether(ValidationError):
    """Both have a place at the same activity."""


class OtherMunicipality(ValidationError):
    """They belong to different municipalities."""


class OneAfterAnother(ValidationError):
    """One follows the other, so there were two."""


class BothNamed(ValidationError):
    """Both stand where one can stand only once."""


class ContactEnded(ValidationError):
    """Somebody speaks for the other institution, and no longer for the one that is kept."""


class TargetIsMerged(ValidationError):
    """The one that was kept was merged into a third since."""
