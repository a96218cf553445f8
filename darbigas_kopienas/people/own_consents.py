"""That one's school sees the hours, as a consent; and what somebody agreed to and read, told to them alone."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column

from .consents import SCHOOL_HOURS, Consent, ConsentKind, NoticeReading
from .given_consents import kinds
from .models import Person, User
from .own_data import OwnTable
from .services import let_school_see_hours


def _hide_hours(person: Person, only: Collection[int] | None = None) -> None:  # noqa: ARG001  (about no rows)
    Person.with_merged.filter(pk=person.pk).update(school_sees_hours_since=None)


SCHOOL_SEES_HOURS = ConsentKind(
    SCHOOL_HOURS,
    label=_("My school sees my hours"),
    text=_(
        "I agree that the head or deputy of my school sees my name, my hours of the last years, my certificates and "
        "what I am registered for; nothing else."
    ),
    withdraw=_hide_hours,
    page="seminars:own_list",
    decide=lambda user, _pk, agrees: let_school_see_hours(by=user, agrees=agrees),
)


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    """Under what a consent was given, and for which row, stands in the other tables by its number."""
    yield "consents", _consents(user)
    yield "notices_read", _notices(user)


def _consents(user: User) -> OwnTable:
    labels = {key: kind.label for key, kind in kinds().items()}
    return OwnTable(
        title=_("Consents"),
        keys=("consent", "words", "about", "given_at", "withdrawn_at", "ended_since_words_changed"),
        columns=(
            Column(_("Consent")), Column(_("Words")), Column(_("Given for")), Column(_("Agreed at"), "moment"),
            Column(pgettext_lazy("consent", "Withdrawn at"), "moment"), Column(_("Ended since the words changed")),
        ),
        rows=[
            (labels.get(row.kind, row.kind), row.wording.text if row.wording else "", row.about, row.given_at,
             row.withdrawn_at, row.is_lapsed)
            for row in Consent.objects.own(user).select_related("wording")
        ],
    )  # fmt: skip


def _notices(user: User) -> OwnTable:
    return OwnTable(
        title=_("Privacy notices read"),
        keys=("version", "valid_from", "read_at"),
        columns=(Column(_("Version"), "count"), Column(_("Valid from"), "date"), Column(_("Read at"), "moment")),
        rows=[
            (row.notice.version, row.notice.valid_from, row.read_at)
            for row in NoticeReading.objects.filter(user=user).select_related("notice")
        ],
    )  # fmt: skip
