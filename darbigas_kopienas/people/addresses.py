"""Rows are found by an e-mail address in one way: as the indexes have it."""

import re
from collections.abc import Iterator
from typing import TypeVar, cast

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower

from darbigas_kopienas.values.email_addresses import ONE_FORM, mailbox

M = TypeVar("M", bound=Model)  # the `[M: Model]` form needs Python 3.12


def at_address(rows: QuerySet[M], address: str, *, field: str = "email") -> QuerySet[M]:
    """Those with this address, however it is written; nobody where it is empty."""
    wanted = mailbox(address)
    return at_mailbox(rows, wanted, field=field) if wanted else rows.none()


def at_mailbox(rows: QuerySet[M], address: str, *, field: str = "email") -> QuerySet[M]:
    """Those with this address, which is in its one form and not empty.

    The unique indexes hold lower(email): `iexact` asks for upper(email), so it would read every row of a large table.
    """
    matching = rows.alias(_address=Lower(field)).filter(_address=address).exclude(**{field: ""})
    return cast("QuerySet[M]", matching)


def in_other_spelling(rows: QuerySet[M], *, field: str = "email") -> Iterator[tuple[M, str]]:
    """What an upgrade has to mend: each row whose address is not in its one form, the oldest first, with that form.

    Empty where it has none: no mail could ever be sent there.
    """
    is_other = ~Q(**{f"{field}__regex": ONE_FORM}) | Q(**{f"{field}__contains": '"'}) | Q(**{f"{field}__endswith": "."})
    for row in list(rows.filter(is_other).order_by("pk")):
        address = mailbox(getattr(row, field))
        mended = address if re.fullmatch(ONE_FORM, address) else ""
        if mended != getattr(row, field):
            yield row, mended


def shortened(address: str) -> str:
    """`anna.kalna@daugavpils.lv` as `a…a@daugavpils.lv`: its owner knows it again, nobody else learns it."""
    local, at, domain = address.rpartition("@")
    last = local[-1] if len(local) > 3 else ""  # noqa: PLR2004  (of a shorter one it would say nearly all)
    return f"{local[:1]}…{last}{at}{domain}"
