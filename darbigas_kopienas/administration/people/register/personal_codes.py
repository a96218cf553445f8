"""The portal holds no personal codes: what looks like one is refused before anything is kept of it."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from darbigas_kopienas.exchange.imports import Table
from darbigas_kopienas.exchange.workbook_guard import TableRefused
from darbigas_kopienas.values import formats

_CODE = re.compile(r"(?<![0-9])[0-9]{6} ?-? ?[0-9]{5}(?![0-9])")
_ADDRESS = re.compile(r"\S*@\S*")
_HEADING = re.compile(r"\bpers(onas|\.)? ?kod|\bpersonal (identity |identification )?(code|number)|^p\. ?k\.?$|^pk$")
MOST_NAMED = 10


class PersonalCode(ValidationError):
    """What was typed looks like a personal code."""


def has_personal_code(text: str) -> bool:
    """Six digits and five, with a dash, a space or nothing between. In an address they may be a telephone's."""
    return _CODE.search(_ADDRESS.sub(" @ ", formats.folded(text))) is not None


def require_no_personal_code(**fields: str) -> None:
    """Raises PersonalCode at the field."""
    sentence = _("This looks like a personal code. The portal keeps no personal codes: leave it out.")
    wrong = {name: sentence for name, text in fields.items() if has_personal_code(text)}
    if wrong:
        raise PersonalCode(wrong, code="personal_code")


def require_table_without_codes(table: Table) -> None:
    """Neither a column that is called so nor a cell that looks so; the code itself is not said. Raises TableRefused."""
    if heading := next((word for word in table.unread if _HEADING.search(formats.folded(word))), None):
        sentence = _(
            "The table has the column “%(heading)s”. The portal keeps no personal codes: delete the column and choose "
            "the table again."
        )
        raise TableRefused(sentence % {"heading": heading})
    if rows := list(_rows_with_codes(table)):
        sentence = _(
            "There is what looks like a personal code in rows: %(rows)s. The portal keeps no personal codes: delete "
            "them and choose the table again."
        )
        raise TableRefused(sentence % {"rows": ", ".join(map(str, rows[:MOST_NAMED]))})


def _rows_with_codes(table: Table) -> Iterable[int]:
    for number, row in zip(table.lines, table, strict=True):
        if any(has_personal_code(cell) for cell in row):
            yield number
