from django.core.exceptions import ValidationError


class NegativeCount(ValidationError):
    """Nobody can come less than zero times."""
