"""Programmes of the bench's own, with as many rows of each kind as a page is to be measured with."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

STAFF_PAGES = (
    "home:my_tasks",
    "seminars:seminar_list",
    "community_events:event_list",
    "resource_centre:centre_list",
    "guidelines:guideline_list",
    "guidelines:publicity_list",
    "budget:overview",
    "budget:expense_list",
    "reports:report_list",
    "programme:closing_list",
    "programme:history_list",
    "evidence:photo_list",
)


def programme_with(size: int) -> Any:
    programme = _programme(size)
    _fill(programme, size)
    return programme


def _programme(size: int) -> Any:
    from darbigas_kopienas.people.models import Municipality, User
    from darbigas_kopienas.programme.access import Role
    from darbigas_kopienas.programme.models import Component, Membership, Partnership, Programme
    from darbigas_kopienas.values import clock

    today = clock.today()
    programme = Programme.objects.create(
        code=f"bench-{size}", name_lv=f"Mērījums {size}", name_en=f"Bench {size}", goal_lv="-",
        starts_on=today - timedelta(days=900), ends_on=today + timedelta(days=400),
    )  # fmt: skip
    for label in ("1", "2", "3", "4", "6"):
        Component.objects.create(programme=programme, label=label, name_lv=label, name_en=label)
    Partnership.objects.create(programme=programme, municipality=Municipality.objects.get(code="daugavpils"))
    Membership.objects.create(
        user=User.objects.get(email="marta@example.lv"), programme=programme, role=Role.PROGRAMME,
        starts_on=programme.starts_on,
    )  # fmt: skip
    return programme


def _fill(programme: Any, size: int) -> None:
    from django.db import transaction

    from darbigas_kopienas.people.models import Municipality, User
    from darbigas_kopienas.programme.models import Component

    marta = User.objects.get(email="marta@example.lv")
    place = Municipality.objects.get(code="daugavpils")
    components = {component.label: component for component in Component.objects.filter(programme=programme)}
    scope = {"programme": programme, "municipality": place}
    with transaction.atomic():
        activities = _gatherings(scope, components, marta, size)
        _money(scope, components["3"], activities, marta, size)
        _texts(scope, components["4"], marta, size)
        _photos(scope, marta, size)


def _gatherings(scope: dict[str, Any], components: dict[str, Any], marta: Any, size: int) -> list[Any]:
    from community_events.models import CommunityEvent
    from darbigas_kopienas.activities.models import Activity, Session
    from darbigas_kopienas.participation.models import HeadCount
    from darbigas_kopienas.values import clock
    from seminars.models import Seminar

    today = clock.today()
    made = []
    for kind, label in (("seminar", "1"), ("event", "3")):
        rows = []
        for number in range(size):
            is_past = number % 2 == (kind == "seminar")  # a single seminar is to come, a single event was held
            day = today + timedelta(days=-1 - number % 300 if is_past else 1 + number % 90)
            rows.append(
                Activity(
                    **scope, component=components[label], kind=kind, title_lv=f"Nosaukums {number}", place="Vieta",
                    state="held" if is_past else "planned", starts_on=day, held_on=day if is_past else None,
                    is_public=True, created_by=marta,
                )
            )  # fmt: skip
        rows = Activity.objects.bulk_create(rows)
        starts = [datetime.combine(row.starts_on, datetime.min.time(), tzinfo=clock.RIGA) for row in rows]
        Session.objects.bulk_create(
            Session(activity=activity, starts_at=at + timedelta(hours=10), ends_at=at + timedelta(hours=12))
            for activity, at in zip(rows, starts, strict=True)
        )
        HeadCount.objects.bulk_create(HeadCount(activity=row, group="children", count=3) for row in rows)
        made += rows
    Seminar.objects.bulk_create(Seminar(activity=activity) for activity in made[:size])
    CommunityEvent.objects.bulk_create(
        CommunityEvent(activity=activity, type="mobilisation") for activity in made[size:]
    )
    return made


def _money(scope: dict[str, Any], component: Any, activities: list[Any], marta: Any, size: int) -> None:
    from budget.models import Allocation, BudgetLine, Expense, ExpenseShare, FundingSource
    from darbigas_kopienas.people.models import Organisation
    from darbigas_kopienas.values import formats

    programme = scope["programme"]
    source = FundingSource.objects.create(
        programme=programme, organisation=Organisation.objects.get(kind="funder"), kind="grant", name_lv="Grants",
        amount=Decimal("115029.00"),
    )  # fmt: skip
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(programme=programme, component=component, code=f"1.{number}", name_lv=f"Pozīcija {number}")
        for number in range(min(size, 40))
    )
    Allocation.objects.bulk_create(Allocation(line=line, source=source, amount=Decimal(500)) for line in lines)
    expenses = Expense.objects.bulk_create(
        Expense(
            **scope, activity=activities[number], supplier_name=f"SIA {number}", document_number=f"N-{number}",
            document_on=activities[0].starts_on, total=Decimal("1.25"), added_by=marta, state="submitted",
            sort_key=formats.sort_key(f"SIA {number}"), folded=f"sia {number}",
        )
        for number in range(size)
    )  # fmt: skip
    ExpenseShare.objects.bulk_create(
        ExpenseShare(expense=expense, line=lines[expense.pk % len(lines)], source=source, amount=expense.total)
        for expense in expenses
    )


def _texts(scope: dict[str, Any], component: Any, marta: Any, size: int) -> None:
    from darbigas_kopienas.programme.models import Closing
    from darbigas_kopienas.values import clock
    from guidelines.models import Guideline, Publicity
    from resource_centre.models import Centre

    Guideline.objects.bulk_create(
        Guideline(**scope, component=component, title_lv=f"Vadlīnija {number}", state="published",
                  published_on=clock.today(), written_by=marta)
        for number in range(size)
    )  # fmt: skip
    Publicity.objects.bulk_create(
        Publicity(**scope, kind="press", on=clock.today(), title_lv=f"Raksts {number}") for number in range(size)
    )
    Centre.objects.bulk_create(
        Centre(**scope, name_lv=f"Centrs {number}", is_published=True, opened_on=clock.today(), sort_key=str(number))
        for number in range(size)
    )
    Closing.objects.bulk_create(
        Closing(**scope, kind="money", starts_on=day, ends_on=day, closed_by=marta)
        for day in (date(2001, 1, 1) + timedelta(days=number) for number in range(size))  # a day is closed once
    )


def _photos(scope: dict[str, Any], marta: Any, size: int) -> None:
    from darbigas_kopienas.audit.models import Entry
    from darbigas_kopienas.evidence.models import Document

    Document.objects.bulk_create(
        Document(**scope, kind="photo", state="stored", title=f"Foto {number}", content_type="image/jpeg", size=1,
                 sha256=f"{number:064d}", uploaded_by=marta, file=f"photo-{number}.jpg")
        for number in range(size)
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(actor_id=marta.pk, verb="event.logged", object_label="activities.activity", object_id=str(number),
              programme_id=scope["programme"].pk)
        for number in range(size)
    )  # fmt: skip


def with_second_factor(user: Any) -> Any:
    """As staff work: asked for a second factor at sign-in, and having one."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, data={"secret": "-"})
    return user


def full_seminar(programme: Any, size: int) -> Any:
    """The programme's next seminar, with so many people registered for it."""
    from darbigas_kopienas.participation.models import Enrolment, Registration
    from darbigas_kopienas.values import formats
    from seminars.models import Seminar

    seminar = Seminar.objects.filter(activity__programme=programme, activity__state="planned").latest("pk")
    Enrolment.objects.create(activity=seminar.activity, is_offered=True, capacity=size)
    names = [f"Dalībniece {number}" for number in range(size)]
    Registration.objects.bulk_create(
        Registration(activity=seminar.activity, name=name, email=f"{number}@example.lv", school="3. vidusskola",
                     state="confirmed", sort_key=formats.sort_key(name), folded=formats.folded(name))
        for number, name in enumerate(names)
    )  # fmt: skip
    return seminar


def forget(programmes: list[Any]) -> None:
    """The other parts measure the demonstration, so these three leave its way: they are over."""
    from darbigas_kopienas.programme.models import Programme

    Programme.objects.filter(pk__in=[programme.pk for programme in programmes]).update(
        starts_on=date(2000, 1, 1), ends_on=date(2000, 2, 1)
    )
