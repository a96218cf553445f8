"""A view link as the tests make it, and the addresses that it opens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports.models import Report, SharedLink
from darbigas_kopienas.reports.shared import services
from darbigas_kopienas.reports.shared.tokens import token_of
from darbigas_kopienas.values import clock

As = Callable[[User | None], Client]
ADDRESSES = ("shared_reports", "shared_report", "shared_figure", "shared_file", "shared_document")


def given(by: User, programme: Programme, **more: Any) -> SharedLink:
    fields: dict[str, Any] = {"for_whom": "Valsts kontrole", "language": "lv", "shows_documents": True}
    last_on = clock.today() + timedelta(days=14)
    return services.make_link(by=by, programme=programme, **{**fields, "last_on": last_on, **more})


def address(name: str, link: SharedLink, *args: object) -> str:
    return reverse(f"reports:{name}", args=[token_of(link), *args])


def every_address(link: SharedLink, report: Report, document: Document) -> list[str]:
    more: tuple[tuple[object, ...], ...] = (
        (), (report.code,), (report.code, "B3"), (report.code, "lv", "pdf"), (report.code, document.pk),
    )  # fmt: skip
    return [address(name, link, *args) for name, args in zip(ADDRESSES, more, strict=True)]
