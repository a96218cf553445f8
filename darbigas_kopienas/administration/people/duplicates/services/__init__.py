"""What is decided of two people, or two organisations, that look like one (administration is above permissions)."""

from darbigas_kopienas.administration.people.duplicates.errors import (
    AlreadyMerged,
    BothNamed,
    ContactEnded,
    DataErased,
    NotAllOfIt,
    NoteMissing,
    OneAfterAnother,
    OneRow,
    OtherMunicipality,
    SatTogether,
    TargetIsMerged,
    TwoAccounts,
)

from .apart import tell_apart, undo_merge
from .organisations import merge_organisations
from .people import merge_people

__all__ = [
    "AlreadyMerged",
    "BothNamed",
    "ContactEnded",
    "DataErased",
    "NotAllOfIt",
    "NoteMissing",
    "OneAfterAnother",
    "OneRow",
    "OtherMunicipality",
    "SatTogether",
    "TargetIsMerged",
    "TwoAccounts",
    "merge_organisations",
    "merge_people",
    "tell_apart",
    "undo_merge",
]
