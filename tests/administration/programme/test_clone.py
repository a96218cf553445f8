"""The next programme takes over what was agreed in the one before: each kind its rows, days moved, nothing shared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from budget.models import Allocation, BudgetLine, BudgetRule, FundingSource
from darbigas_kopienas.administration.programme import clone
from darbigas_kopienas.administration.programme.components import COMPONENTS
from darbigas_kopienas.administration.programme.logos import LOGOS
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.logos import foot_logos
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.facts.copies import (
    Copy,
    copied,
    copied_partnership,
    copied_period,
    moved,
    with_children,
    with_days,
)
from darbigas_kopienas.programme.facts.kinds import FactKind
from darbigas_kopienas.programme.models import Component, Indicator, Membership, Partnership, Period, Programme, Site
from darbigas_kopienas.values import clock, texts
from tests.logos import add_logo

pytestmark = pytest.mark.django_db
DAYS = {"starts_on": date(2027, 3, 1), "ends_on": date(2029, 2, 28)}


def kind(model: type[Any], copy: Copy | None = copied, *, order: int = 50) -> FactKind:
    """One that is like components, of another model."""
    return replace(COMPONENTS, name=model._meta.model_name, model=model, copy=copy, order=order)


def made(by: Any, programme: Programme, kinds: Sequence[FactKind] = (COMPONENTS,), **given: Any) -> Programme:
    names = {"name_lv": "Darbīgās kopienas", "name_en": "Active Communities"}
    return clone.clone_programme(by=by, programme=programme, kinds=kinds, **{**names, **DAYS, **given}).programme


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Registers kinds for this test, beside components."""

    def offered(*kinds: FactKind) -> list[FactKind]:
        every = [COMPONENTS, *kinds]
        monkeypatch.setattr(clone, "fact_kinds", lambda: every)
        return every

    return offered


def test_components_are_taken_over_and_the_first_programme_stays(marta: User, programme: Programme) -> None:
    before = list(programme.components.values())
    programme.goal_lv, programme.name_en_source = "Cits mērķis.", texts.source_hash(programme.name_lv)
    programme.save()
    new = made(marta, programme)
    assert list(programme.components.values()) == before
    columns = ("label", "name_lv", "name_en", "name_en_source", "order")
    assert list(new.components.values(*columns)) == list(programme.components.values(*columns))
    assert (new.code, new.goal_lv, new.goal_en) == ("darbigas-kopienas-2027", programme.goal_lv, programme.goal_en)
    assert (new.number, new.starts_known_to, new.is_demo) == ("", "day", programme.is_demo)
    assert texts.stale_texts(new) == texts.stale_texts(programme) == ["goal"]
    assert made(marta, programme).code == "darbigas-kopienas-2027-2"
    assert made(marta, programme, name_lv="???").code == "programma-2027"


def test_whoever_makes_it_coordinates_it(marta: User, programme: Programme) -> None:
    new = made(marta, programme)
    again = User.objects.get(pk=marta.pk)
    assert may(again, Permission.WRITE_PROGRAMME, new.scope)
    assert Membership.objects.filter(programme=new).count() == 1
    entries = Entry.objects.filter(programme_id=new.pk).order_by("pk")
    assert [entry.verb for entry in entries] == ["programme.added", "membership.granted"]
    assert entries[0].changes["from"] == programme.pk
    assert {entry.actor_id for entry in entries} == {marta.pk}


def test_the_portal_itself_coordinates_nothing(programme: Programme) -> None:
    assert not made(SYSTEM, programme).memberships.exists()


def test_nobody_else_may(ilze: User, karlis: User, emma: User, programme: Programme) -> None:
    for person in (ilze, karlis, emma):
        with pytest.raises(PermissionDenied):
            made(person, programme)
    assert Programme.objects.count() == 1


def test_what_is_not_ticked_is_not_taken_over(marta: User, programme: Programme) -> None:
    assert not made(marta, programme, kinds=()).components.exists()


def test_a_row_points_to_the_new_row_or_to_nothing(marta: User, programme: Programme, offer: Any) -> None:
    indicators = kind(Indicator)
    component = programme.components.get(label="1")
    given = {"programme": programme, "code": "days", "name_lv": "Dienas", "name_en": "Days", "target": 64}
    Indicator.objects.create(**given, component=component, measured_by="seminars.days")
    both = made(marta, programme, offer(indicators)).indicators.get()
    assert both.target == 64
    assert both.component is not None
    assert (both.component.programme, both.component.label) == (both.programme, "1")
    assert made(marta, programme, [indicators]).indicators.get().component is None


def test_a_row_that_cannot_be_without_what_is_left_behind_is_left_too(
    marta: User, programme: Programme, offer: Any
) -> None:
    source, line = _money(programme)
    sources, lines = kind(FundingSource), kind(BudgetLine, with_children("allocations"))
    every = offer(sources, lines)
    new = made(marta, programme, every)
    allocation = Allocation.objects.get(line__programme=new)
    assert (allocation.amount, allocation.source.programme, allocation.line.code) == (100, new, line.code)
    assert allocation.source.pk != source.pk
    without = made(marta, programme, [COMPONENTS, lines])
    assert BudgetLine.objects.filter(programme=without).count() == 1
    assert not Allocation.objects.filter(line__programme=without).exists()
    assert not BudgetLine.objects.filter(programme=made(marta, programme, [sources, lines])).exists()


def test_a_kind_can_keep_its_rows(marta: User, programme: Programme, offer: Any) -> None:
    every = offer(kind(Indicator, None))
    assert clone.kinds_to_copy() == [COMPONENTS]
    Indicator.objects.create(
        programme=programme, code="days", name_lv="D", name_en="D", target=1, measured_by="seminars.days"
    )
    assert not made(marta, programme, every).indicators.exists()


def _money(programme: Programme) -> tuple[FundingSource, BudgetLine]:
    source = FundingSource.objects.create(
        programme=programme, organisation=Organisation.objects.get(kind="funder"), kind="grant", name_lv="Grants",
        name_en="Grant", amount=100, documents_from=date(2019, 1, 1), documents_to=date(2020, 12, 31),
    )  # fmt: skip
    line = BudgetLine.objects.create(
        programme=programme, code="1", component=programme.components.get(label="1"), name_lv="Semināri", name_en="S"
    )
    Allocation.objects.create(line=line, source=source, amount=100)
    return source, line


def test_logos_are_taken_over_with_their_pictures_and_stand_at_the_foot(
    marta: User, programme: Programme, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    logo = add_logo(marta, programme)
    new = made(marta, programme, [LOGOS])
    assert new.logos.get().document == logo.document
    assert [shown.url for shown in foot_logos(new)] == [reverse("evidence:logo", args=[logo.document_id])]


# -- what is agreed anew -----------------------------------------------------------------------------------
def test_agreements_are_planned_again(marta: User, programme: Programme, offer: Any, aglona: Municipality) -> None:
    every = offer(kind(Partnership, copied_partnership))
    days = {"agreed_on": date(2019, 3, 20), "left_on": date(2020, 1, 1)}
    programme.partnerships.update(agreement_state="signed", agreement_number="1-12/7", **days)
    Municipality.objects.filter(pk=aglona.pk).update(valid_to=date(2021, 6, 30))
    rows = list(made(marta, programme, every).partnerships.select_related("municipality"))
    assert [row.municipality.code for row in rows] == ["daugavpils", "rezeknes-novads", "preilu-novads"]
    states = {(row.agreement_state, row.agreement_number, row.agreed_on, row.joined_on, row.left_on) for row in rows}
    assert states == {("planned", "", None, date(2027, 3, 1), None)}


def test_periods_move_with_the_first_day_and_end_with_the_last(marta: User, programme: Programme, offer: Any) -> None:
    every = offer(kind(Period, copied_period))
    for number, (starts, ends, due) in enumerate([
        (date(2019, 3, 1), date(2019, 8, 31), date(2019, 9, 30)),
        (date(2019, 9, 1), date(2020, 2, 29), None),
        (date(2020, 3, 1), date(2021, 2, 28), date(2021, 3, 30)),
    ]):  # fmt: skip
        Period.objects.create(
            programme=programme, name_lv=f"{number}", name_en="", starts_on=starts, ends_on=ends, due_on=due
        )

    def days(new: Programme) -> list[tuple[str, ...]]:
        return [tuple(map(str, row)) for row in new.periods.values_list("starts_on", "ends_on", "due_on")]

    whole = made(marta, programme, every)
    assert days(whole) == [
        ("2027-03-01", "2027-08-31", "2027-09-30"),
        ("2027-09-01", "2028-02-29", "None"),
        ("2028-03-01", "2029-02-28", "2029-03-30"),
    ]
    short = made(marta, programme, every, ends_on=date(2027, 12, 31))
    assert days(short) == [("2027-03-01", "2027-08-31", "2027-09-30"), ("2027-09-01", "2027-12-31", "None")]


def test_of_rows_that_meet_in_a_shorter_programme_one_is_taken_over(
    marta: User, programme: Programme, offer: Any
) -> None:
    every = offer(kind(BudgetRule, with_days("valid_from", "valid_to")))
    for year in (2019, 2020):
        days = {"valid_from": date(year, 3, 1), "valid_to": date(year + 1, 2, 28)}
        BudgetRule.objects.create(programme=programme, line_tolerance_percent=year - 2000, **days)
    short = made(marta, programme, every, ends_on=date(2027, 12, 31))
    rule = BudgetRule.objects.get(programme=short)
    assert rule.line_tolerance_percent == Decimal(19)
    assert rule.valid_to == short.ends_on


def test_other_days_stay_inside_the_programme(marta: User, programme: Programme, offer: Any) -> None:
    _money(programme)
    every = offer(kind(FundingSource, with_days("documents_from", "documents_to")))
    source = FundingSource.objects.get(programme=made(marta, programme, every))
    assert (source.documents_from, source.documents_to) == (date(2027, 3, 1), date(2028, 12, 31))
    FundingSource.objects.filter(programme=programme).update(
        documents_to=None, resolution_note="Skaidrots", resolved_by=marta, resolved_at=clock.now()
    )
    anew = with_days("documents_from", resolution_note="", resolved_by=None, resolved_at=None)
    assert (
        FundingSource.objects.get(programme=made(marta, programme, offer(kind(FundingSource, anew)))).has_mismatch
        is False
    )
    assert FundingSource.objects.get(programme=made(marta, programme, every)).documents_to is None


@pytest.mark.parametrize(
    ("day", "began", "begins", "to"),
    [
        (date(2019, 8, 31), date(2019, 3, 1), date(2027, 4, 1), date(2027, 9, 30)),
        (date(2020, 2, 29), date(2019, 3, 1), date(2021, 3, 1), date(2022, 2, 28)),
        (date(2019, 12, 5), date(2019, 3, 1), date(2018, 12, 1), date(2019, 9, 5)),
        (date(2019, 3, 31), date(2019, 3, 1), date(2027, 3, 15), date(2027, 4, 14)),
    ],
)
def test_days_move_by_months_where_both_begin_alike(day: date, began: date, begins: date, to: date) -> None:
    assert moved(day, began, begins) == to


# -- the page ----------------------------------------------------------------------------------------------
def _page(programme: Programme) -> str:
    return reverse("administration:programme_clone", args=[programme.pk])


def _typed(**others: Any) -> dict[str, Any]:
    typed = {"name_lv": "Nākamās kopienas", "name_en": "Next Communities", "starts_on": "01.03.2027"}
    ticked = {"ends_on": "28.02.2029", "kinds": ["administration.component"]}
    return {"submission_key": str(uuid4()), **typed, **ticked, **others}


def test_the_next_programme_is_made_on_a_page(as_: Any, marta: User, programme: Programme) -> None:
    client = as_(marta)
    overview = client.get(reverse("administration:programme_overview", args=[programme.pk])).content.decode()
    assert _page(programme) in overview
    form = client.get(_page(programme)).context["form"]
    assert form.initial["kinds"] == [kind.key for kind in clone.kinds_to_copy()]
    sent = _typed()
    answer = client.post(_page(programme), sent)
    new = Programme.objects.get(name_lv="Nākamās kopienas")
    assert answer["Location"] == reverse("administration:programme_overview", args=[new.pk])
    assert client.get(answer["Location"]).context["may_write"]
    assert client.get(reverse("administration:set_up"))["Location"] == answer["Location"]
    assert client.post(_page(programme), sent)["Location"] == answer["Location"]
    assert (Programme.objects.count(), Component.objects.filter(programme=new).count()) == (2, 5)


def test_bad_input_is_said_at_its_field(as_: Any, marta: User, programme: Programme) -> None:
    page = as_(marta).post(_page(programme), _typed(ends_on="01.02.2027", name_lv="", kinds=["budget.secret"]))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"ends_on", "name_lv", "kinds"}
    assert "Next Communities" in page.content.decode()


def test_the_page_is_the_coordinators(as_: Any, ilze: User, programme: Programme) -> None:
    assert as_(ilze).get(_page(programme)).status_code == 403
    assert as_(ilze).post(_page(programme), _typed()).status_code == 403
    assert "/login/" in as_(None).get(_page(programme))["Location"]
    assert Programme.objects.count() == 1


def test_what_belongs_to_a_municipality_that_is_no_partner_is_left_behind(
    marta: User, programme: Programme, offer: Any, aglona: Municipality, daugavpils: Municipality
) -> None:
    """A place, a sum or a source of a municipality that is no more is agreed anew; the person is told how many."""
    for municipality in (aglona, daugavpils, None):
        Site.objects.create(programme=programme, municipality=municipality, name_lv=f"Vieta {municipality}")
    Municipality.objects.filter(pk=aglona.pk).update(valid_to=date(2021, 6, 30))
    every = offer(kind(Partnership, copied_partnership, order=10), kind(Site, order=60))
    names: dict[str, Any] = {"name_lv": "Nākamā", "name_en": "The next", **DAYS}
    cloned = clone.clone_programme(by=marta, programme=programme, kinds=every, **names)
    assert set(Site.objects.filter(programme=cloned.programme).values_list("municipality", flat=True)) == {
        daugavpils.pk, None,
    }  # fmt: skip
    assert sum(cloned.left.values()) == 2  # Aglona as a partner, and its place
