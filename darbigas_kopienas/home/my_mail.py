"""Which e-mails the portal wrote to whoever is signed in, and what became of them. Nobody else's stand here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from darbigas_kopienas import rooms
from darbigas_kopienas.mailing.account_changes import addresses_of
from darbigas_kopienas.mailing.letters import label_of
from darbigas_kopienas.mailing.models import OutgoingMail, OutgoingMailQuerySet
from darbigas_kopienas.mailing.services import ADDRESSES
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.people.retention import days_of, span_in_words

PER_PAGE = 50
LONGEST_NUMBER = 18  # digits that a number of a row may have


@dataclass(frozen=True, slots=True)
class AboutRow:
    """What an e-mail is about, with the page where it stands."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One e-mail; without `about` where it is about nothing that its reader may see."""

    mail: OutgoingMail
    kind: str
    about: AboutRow | None


@login_required
@never_cache
@require_GET
def my_mail(request: SignedInRequest) -> HttpResponse:
    page = list_page(request, mail_to(request.user), PER_PAGE)
    context = {
        "page_obj": page,
        "lines": lines_of(page.object_list, request.user),
        "span": span_in_words(days_of(ADDRESSES)),
    }
    return render(request, "home/my_mail.html", context)


def mail_to(user: User) -> OutgoingMailQuerySet:
    """The newest first."""
    rows = OutgoingMail.objects.to_person(user, addresses_of(user)).annotate(at=Coalesce("sent_at", "created_at"))
    return rows.defer("context", "attachments", "subject", "text_body", "html_body").order_by("-at", "-pk")


def lines_of(mails: Iterable[OutgoingMail], user: User) -> list[Line]:
    """A statement for each kind of rows that they are about."""
    shown = list(mails)
    abouts = dict(_abouts({mail.about for mail in shown}, user))
    return [Line(mail, label_of(mail.template), abouts.get(mail.about)) for mail in shown]


def _abouts(keys: Iterable[str], user: User) -> Iterator[tuple[str, AboutRow]]:
    """By "label:pk", of the rows that have a page and that the user sees."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for key in keys:
        label, _colon, number = key.partition(":")
        if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER:
            numbers[label].append(int(number))
    for label, pks in sorted(numbers.items()):
        if (page := rooms.page_of(label)) is not None:
            for row in _seen(apps.get_model(label), pks, user):
                yield f"{label}:{row.pk}", AboutRow(str(row), reverse(page, args=[row.pk]))


def _seen(model: type[Model], pks: list[int], user: User) -> Iterable[Model]:
    rows: Iterable[Model]
    seen = model._default_manager.visible_to(user).filter(pk__in=pks)  # type: ignore[attr-defined]  # each with a page has it
    is_called_by_activity = any(field.name == "activity" for field in model._meta.local_fields)
    rows = seen.select_related("activity") if is_called_by_activity else seen
    return rows
