from django.core.exceptions import ValidationError


class FileOrLink(ValidationError):
    """A material is one file or one link, neither none nor both."""
