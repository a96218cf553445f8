"""Rows are found by an e-mail address in one way: as the indexes have it."""

from typing import TypeVar, cast

from django.db.models import Model, QuerySet
from django.db.models.functions import Lower

M = TypeVar("M", bound=Model)  # the `[M: Model]` form needs Python 3.12


def at_address(rows: QuerySet[M], address: str, *, field: str = "email") -> QuerySet[M]:
    """Those with this address, in whatever case it is written; nobody where it is empty.

    The unique indexes hold lower(email): `iexact` asks for upper(email), so it would read every row of a large table.
    """
    wanted = address.strip().lower()
    if not wanted:
        return rows.none()
    matching = rows.alias(_address=Lower(field)).filter(_address=wanted).exclude(**{field: ""})
    return cast("QuerySet[M]", matching)
