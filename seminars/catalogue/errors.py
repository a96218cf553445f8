from django.core.exceptions import ValidationError


class ModuleTooShort(ValidationError):
    """A module of a programme has at least six academic hours (Cabinet regulation 569 of 2018)."""


class ApprovalTaken(ValidationError):
    """An approval belongs to one programme of the catalogue."""
