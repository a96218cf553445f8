from django.core.exceptions import ValidationError


class TrainerIsEngaged(ValidationError):
    """With an agreement or a fee, an engagement does not vanish by leaving out a name."""


class TrainerWithoutAddress(ValidationError):
    """A trainer can be asked by letter only at an e-mail address."""


class TooLateToAnswer(ValidationError):
    """The seminar was held or cancelled, so a trainer has nothing to confirm."""


class AskedLately(ValidationError):
    """The letter that asks is on its way to this address already."""
