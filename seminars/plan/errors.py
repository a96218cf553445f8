"""What may be refused in this room; each says why in the person's language."""

from django.core.exceptions import ValidationError


class WrongProgramme(ValidationError):
    """The training programme belongs to another grant."""


class RegistrationAfterStart(ValidationError):
    """The last day for registering lies after the seminar has begun."""


class NoSuchComponent(ValidationError):
    """The grant has no component for seminars."""


class NoSuchHour(ValidationError):
    """On that day the clock jumps over the hour."""


class ModuleTooShort(ValidationError):
    """A module of a programme has at least six academic hours (Cabinet regulation 569 of 2018)."""


class ApprovalTaken(ValidationError):
    """An approval belongs to one programme of the catalogue."""


class TrainerIsEngaged(ValidationError):
    """With an agreement or a fee, an engagement does not vanish by leaving out a name."""


class TrainerWithoutAddress(ValidationError):
    """A trainer can be asked by letter only at an e-mail address."""


class TooLateToAnswer(ValidationError):
    """The seminar was held or cancelled, so a trainer has nothing to confirm."""


class FileOrLink(ValidationError):
    """A material is one file or one link, neither none nor both."""


class TemplateNameTaken(ValidationError):
    """The municipality has a template of this name already."""


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


class NoPapers(ValidationError):
    """There is no valid paper to be put into the file."""


class AlreadyEvaluated(ValidationError):
    """A participant evaluates once."""


class EmptyEvaluation(ValidationError):
    """Not one mark and not one word."""
