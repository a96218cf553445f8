"""What may be refused in this room; each says why in the person's language."""

from django.core.exceptions import ValidationError


class WrongProgramme(ValidationError):
    """The training programme belongs to another grant."""


class RegistrationAfterStart(ValidationError):
    """The last day for registering lies after the seminar has begun."""


class NoSuchComponent(ValidationError):
    """The grant has no component for seminars."""
