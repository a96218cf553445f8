from django.core.exceptions import ValidationError


class WrongProgramme(ValidationError):
    """The training programme belongs to another grant."""


class RegistrationAfterStart(ValidationError):
    """The last day for registering lies after the seminar has begun."""


class NoSuchComponent(ValidationError):
    """The grant has no component for seminars."""


class NotBegun(ValidationError):
    """What has not begun was not held."""


class NoSuchHour(ValidationError):
    """On that day the clock jumps over the hour."""


class TemplateNameTaken(ValidationError):
    """The municipality has a template of this name already."""
