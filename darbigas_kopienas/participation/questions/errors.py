from django.core.exceptions import ValidationError


class NotAnswered(ValidationError):
    """A question that has to be answered was left out, or the answer is not among those to choose from."""


class QuestionAnswered(ValidationError):
    """What was answered would no longer fit: the kind or an answer that somebody chose would go."""


class QuestionNeeded(ValidationError):
    """Another question is asked only after this one, so it cannot go or come later."""


class QuestionUnclear(ValidationError):
    """Too few or double answers to choose from, or a condition that can never hold."""
