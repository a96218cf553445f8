from django.core.exceptions import ValidationError


class AlreadyEvaluated(ValidationError):
    """A participant evaluates once."""


class EmptyEvaluation(ValidationError):
    """Not one mark and not one word."""
