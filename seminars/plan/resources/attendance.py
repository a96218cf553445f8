"""Attendance of one seminar as a table: who was at which session for how many academic hours."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from import_export import fields

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.imports import Headings
from darbigas_kopienas.exchange.service_resource import ServiceResource
from darbigas_kopienas.exchange.tables import Format, Heading
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.attendance.models import AttendanceQuerySet
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.email_addresses import mailbox

COLUMNS = (
    Column(pgettext_lazy("person", "Name"), "text", lambda row: row.registration.name),
    Column(gettext_lazy("E-mail"), "text", lambda row: row.registration.email),
    Column(gettext_lazy("School or organisation"), "text", lambda row: row.registration.school),
    Column(gettext_lazy("Session"), "text", lambda row: session_name(row.session)),
    Column(gettext_lazy("Academic hours"), "hours", lambda row: row.hours, is_summed=True),
    Column(gettext_lazy("How recorded"), "text", lambda row: row.get_via_display()),
)

ATTENDANCE_HEADINGS: Headings = {
    "name": Heading(pgettext_lazy("person", "Name"), also=("Vārds un uzvārds", "Name and surname")),
    "email": gettext_lazy("E-mail"),
    "session": gettext_lazy("Session"),
    "hours": Heading(gettext_lazy("Academic hours"), also=("Stundas", "Hours")),
}

EXAMPLE = datetime(2026, 11, 23, 10, tzinfo=clock.RIGA)


def session_name(session: Session) -> str:
    """As it is called in a table; within one seminar no two begin at the same moment."""
    return _name_of(session.starts_at)


def _name_of(moment: datetime) -> str:
    return formats.moment(moment).replace(formats.NBSP, " ")


def _as_read(name: str) -> str:
    """One for all languages: the hour may be written `10.00` or `10:00`."""
    return " ".join(name.replace(":", ".").split())


def attendance_table(activity: Activity, user: Reader, kind: str) -> Iterator[bytes]:
    """Whom the person may know by name, in pieces."""
    note = _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())}
    rows = (
        Attendance.objects.visible_to(user)
        .filter(session__activity=activity)
        .counting()
        .select_related("registration", "session")
        .order_by("registration__sort_key", "session__starts_at", "pk")
    )
    return export_table(rows, user, COLUMNS, kind=cast("Format", kind), title=str(activity.title), notes=[note])


class AttendanceResource(ServiceResource):
    """Hours of people who are registered for this seminar; the address (or a name that only one has) and the session
    are the natural key, so a row can only ever reach this seminar. All rows or none."""

    session = fields.Field(column_name="session")
    hours = fields.Field(column_name="hours")

    class Meta:
        model = Attendance
        fields = ("session", "hours")
        import_id_fields = ("session",)  # with the person; see get_instance
        skip_diff = True
        use_transactions = True

    def __init__(self, *, by: Actor, activity: Activity) -> None:
        super().__init__()
        self.by, self.activity = by, activity

    def get_queryset(self) -> AttendanceQuerySet:
        return Attendance.objects.visible_to(self.by).filter(session__activity=self.activity)

    def before_import(self, dataset: object, **_more: object) -> None:
        people = list(Registration.objects.for_staff(self.by).filter(activity=self.activity).active())
        self._by_email = {person.email: person for person in people if person.email}
        self._by_name: dict[str, list[Registration]] = {}
        for person in people:
            self._by_name.setdefault(formats.folded(person.name), []).append(person)
        sessions = self.activity.sessions.exclude(state=State.CANCELLED)
        self._sessions = {_as_read(session_name(session)): session for session in sessions}
        self._days = {name.split(" ")[0]: session for name, session in reversed(self._sessions.items())}
        self._known = {
            (attendance.registration_id, attendance.session_id): attendance for attendance in self.get_queryset()
        }
        self._seen: set[tuple[int, int]] = set()

    def get_instance(self, instance_loader: object, row: Any) -> Attendance | None:
        person, session = self._person(row), self._session(row)
        return self._known.get((person.pk, session.pk)) if person and session else None

    def import_instance(self, instance: Attendance, row: Any, **_more: object) -> None:
        person, session, wrong = self._person(row), self._session(row), {}
        if person is None:
            key = "email" if row.get("email") else "name"
            wrong[key] = _(
                "No one with these details is registered, or several have this name: give the e-mail address."
            )
        if session is None:
            known = next(iter(self._sessions.values()), None)
            wrong["session"] = _("There is no such session. Write its day and hour, for example, %(name)s.") % {
                "name": session_name(known) if known is not None else _name_of(EXAMPLE)
            }
        try:
            hours = self._hours(str(row.get("hours", "")), session)
        except formats.NotHours as error:
            wrong["hours"] = str(error)
        if person and session and (person.pk, session.pk) in self._seen:
            wrong["name"] = _("The same person and session appear in the table twice.")
        if wrong:
            raise ValidationError(wrong)
        assert person is not None and session is not None  # noqa: S101, PT018 - told above
        self._seen.add((person.pk, session.pk))
        self._before = instance.hours if instance.pk else None
        instance.registration, instance.session, instance.hours = person, session, hours

    def skip_row(self, instance: Any, original: object, row: object, import_validation_errors: object = None) -> bool:
        return not import_validation_errors and self._before == instance.hours

    def save_instance(self, instance: Any, is_create: bool, row: object, **_more: object) -> None:
        """By the floor's own service, so a closed period and a cancelled registration are refused here too."""
        session = instance.session
        session.activity = self.activity
        participation.record_attendance(
            by=self.by, registration=instance.registration, session=session, hours=instance.hours
        )

    def _person(self, row: Any) -> Registration | None:
        if email := mailbox(str(row.get("email", ""))):
            return self._by_email.get(email)
        same = self._by_name.get(formats.folded(str(row.get("name", ""))), [])
        return same[0] if len(same) == 1 else None

    def _session(self, row: Any) -> Session | None:
        word = _as_read(str(row.get("session", "")))
        return self._sessions.get(word) or self._days.get(word)

    @staticmethod
    def _hours(word: str, session: Session | None) -> Decimal:
        """Empty: all of the session. Raises NotHours; how many a session can give, its service says."""
        if not word.strip():
            return session.academic_hours if session else Decimal(0)
        return formats.parse_hours(word)
