"""What somebody writes in a cell for yes and for no, in either language."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from darbigas_kopienas.values import formats

YES = frozenset({"ja", "yes", "x", "1", "true"})
NO = frozenset({"", "ne", "no", "0", "false", "-"})


def says_yes(cell: str) -> bool:
    """An empty cell says no. Raises ValidationError for any other word."""
    word = formats.folded(cell)
    if word not in YES | NO:
        raise ValidationError(_("Write yes or no."))
    return word in YES
