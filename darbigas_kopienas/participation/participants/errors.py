from django.core.exceptions import ValidationError


class SchoolUnknown(ValidationError):
    """What a typed institution is mapped to has to be known here."""
