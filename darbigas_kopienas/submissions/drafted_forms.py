"""Which form a draft is of: the rooms say which of their forms keep one."""

import re

from darbigas_kopienas.rooms import DraftedForm, registered

_FORM_KEY = re.compile(r"(.+?)((?::[0-9]{1,18})*)")


def drafted_form(form_key: str) -> tuple[DraftedForm, list[int]] | None:
    """The form of a draft, and the rows that its key names after it: `seminars:seminar_edit:12`."""
    match = _FORM_KEY.fullmatch(form_key)
    if match is None:
        return None
    known = (form for room in registered() for form in room.drafts if match[1] == (form.key or form.page))
    form = next(known, None)
    return None if form is None else (form, [int(row) for row in match[2].split(":")[1:]])
