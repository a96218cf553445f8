"""What a page offers to whoever looks at it: a place, a place in line, or the reason why there is none."""

from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When, prefetch_related_objects
from django.http import HttpRequest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.participation.enrolment.models import Enrolment, SeatReserve
from darbigas_kopienas.participation.enrolment.rules import Seats, reserve_for, why_closed
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.school_names import near_names
from darbigas_kopienas.participation.registration.schools import has_school, is_contact_of
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.people.services import school_of
from darbigas_kopienas.values import clock

from . import links
from .forms import RegisterForm
from .prepared import occupancy_of

MOST_SCHOOLS = 150
SCHOOLS = ("school", "kindergarten", "ngo", "municipal")


@dataclass(frozen=True)
class Offer:
    """One activity's registration as this person sees it."""

    activity: Activity
    enrolment: Enrolment
    closed_because: str = ""
    form: RegisterForm | None = None
    left: int | None = None  # for this person; None: without limit
    reserved_for: list[tuple[str, int]] = field(default_factory=list)  # reserved seats still free, for whom
    own_reserved: int = 0  # of `left`, reserved for this person's school or municipality
    waiting: int = 0
    registration: Registration | None = None
    clashes: list[Registration] = field(default_factory=list)
    is_brief: bool = False
    user: AnyUser | None = None

    @property
    def brings_colleagues(self) -> bool:
        """Somebody of a school may register the others of it too; asked only while registration is open."""
        return not self.closed_because and not self.is_brief and self.user is not None and has_school(self.user)

    @property
    def place_path(self) -> str:
        return links.place_path(self.registration) if self.registration else ""

    @property
    def is_over(self) -> bool:
        return self.activity.is_over_at(clock.now())

    @property
    def page_path(self) -> str:
        return page_of(self.activity) or ""

    @property
    def is_full(self) -> bool:
        """Whoever registers now joins the waiting list, unless a reserved seat is theirs."""
        return self.left == 0

    @property
    def has_no_room(self) -> bool:
        return self.is_full and not self.reserved_for and not self.enrolment.has_waiting_list

    @property
    def schools(self) -> QuerySet[Organisation, str]:
        """Names to choose from; not read until they are shown."""
        return known_schools(self.activity).values_list("name_lv", flat=True)[:MOST_SCHOOLS]


def known_schools(activity: Activity) -> QuerySet[Organisation]:
    """Institutions as they are called today, those of the activity's municipality first."""
    today = clock.today()
    current = (Q(valid_to__isnull=True) | Q(valid_to__gte=today)) & (
        Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    )
    near = Case(
        When(municipality=activity.municipality_id, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return Organisation.objects.filter(current, kind__in=SCHOOLS).order_by(near, "sort_key")


def near_schools(registration: Registration) -> list[str]:
    """Institutions that may be meant by what was typed; nothing where it is known already."""
    if registration.organisation_id is not None or not registration.school:
        return []
    return near_names(registration.school, known_schools(registration.activity).values_list("name_lv", flat=True))


def offer_for(
    request: HttpRequest, activity: Activity, form: RegisterForm | None = None, *, is_brief: bool = False
) -> Offer | None:
    """None where the activity takes no registrations at all. `form` is the one that was sent, shown again.

    In brief, for those who run it and seldom come themselves: whether it is open, and the way to the form.
    """
    enrolment = getattr(activity, "enrolment", None)
    if enrolment is None or not enrolment.is_offered:
        return None
    registration, clashes = _own(request.user, activity)
    closed = why_closed(enrolment)
    if closed or registration is not None or is_brief:
        return Offer(activity, enrolment, closed, registration=registration, is_brief=is_brief, user=request.user)
    reserves = list(enrolment.reserves.select_related("municipality", "organisation"))
    occupancy = occupancy_of(enrolment, reserves)
    mine = _reserve_of(request.user, reserves)
    reserved = _reserved(occupancy.seats, reserves)
    if form is None:
        form = RegisterForm(questions=enrolment.questions.all(), user=request.user, enrolment=enrolment)
    return Offer(
        activity,
        enrolment,
        form=form,
        left=occupancy.seats.left_for(mine.pk if mine else None),
        reserved_for=[(str(reserve.organisation or reserve.municipality), number) for reserve, number in reserved],
        own_reserved=next((number for reserve, number in reserved if reserve == mine), 0),
        waiting=occupancy.waiting,
        clashes=clashes,
        user=request.user,
    )


def _own(user: AnyUser, activity: Activity) -> tuple[Registration | None, list[Registration]]:
    """One's own place here, and other places in the same hours; of a visitor nothing is known."""
    if not user.is_authenticated:
        return None, []
    own = Registration.objects.own(user)
    here = own.active().filter(activity=activity).values("pk")
    elsewhere = own.overlapping(activity).values("pk")
    registrations = list(
        Registration.objects.own(user).filter(Q(pk__in=here) | Q(pk__in=elsewhere)).select_related("activity")
    )
    registration = next(
        (registration for registration in registrations if registration.activity_id == activity.pk), None
    )
    clashes = [registration for registration in registrations if registration.activity_id != activity.pk]
    prefetch_related_objects(clashes, "activity__sessions")  # their days are said
    return registration, clashes


def _reserve_of(user: AnyUser, reserves: list[SeatReserve]) -> SeatReserve | None:
    school = school_of(user) if reserves and user.is_authenticated else None
    if school is None:
        return None
    return reserve_for(reserves, school.pk if is_contact_of(user, school.pk) else None, school.municipality_id)


def _reserved(seats: Seats, reserves: list[SeatReserve]) -> list[tuple[SeatReserve, int]]:
    """Reserved seats that are still free."""
    if seats.capacity is None:
        return []
    room = max(0, seats.capacity - seats.taken)
    free = (
        (reserve, min(room, seats.reserved.get(reserve.pk, 0) - seats.occupied.get(reserve.pk, 0)))
        for reserve in reserves
    )
    return [(reserve, number) for reserve, number in free if number > 0]
