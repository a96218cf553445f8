from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.activities.services import plan
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import OutsideProgramme, PeriodClosed, close_period
from guidelines import services
from guidelines.models import Guideline, Publicity

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 10)


def test_draft_belongs_to_who_wrote_it(ilze: User, draft: Guideline, in_daugavpils: Scope) -> None:
    assert (draft.state, draft.written_by, draft.scope) == ("draft", ilze, in_daugavpils)
    assert draft.title_en_source != ""
    assert not draft.is_translation_stale
    assert str(draft) == "Kā sākt"
    assert "<strong>solis</strong>" in draft.body_html


@pytest.mark.parametrize("name", ["karlis", "anna", "janis", "emma", "olga"])
def test_nobody_else_writes(
    request: pytest.FixtureRequest, draft: Guideline, components: dict[str, Component], name: str
) -> None:
    stranger = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.write(by=stranger, scope=draft.scope, component=components["4"], title_lv="Mans")
    with pytest.raises(PermissionDenied):
        services.rewrite(by=stranger, guideline=draft, title_lv="Mans")
    for service in (services.publish, services.archive):
        with pytest.raises(PermissionDenied):
            service(by=stranger, guideline=draft)
    with pytest.raises(PermissionDenied):
        services.record_publicity(by=stranger, scope=draft.scope, kind="press", on=TODAY, title_lv="Mans")


def test_coordinator_does_not_publish(ilze: User, draft: Guideline) -> None:
    with pytest.raises(PermissionDenied):
        services.publish(by=ilze, guideline=draft)


def test_somebody_else_approves(marta: User, draft: Guideline) -> None:
    published = services.publish(by=marta, guideline=draft)
    assert (published.state, published.published_on) == ("published", TODAY)
    assert Entry.objects.of(draft)[0].verb == "guideline.published"
    with pytest.raises(services.NotADraft):
        services.publish(by=marta, guideline=published)


def test_empty_text_is_not_published(marta: User, ilze: User, draft: Guideline) -> None:
    empty = services.rewrite(by=ilze, guideline=draft, body_lv=" \n")
    with pytest.raises(services.EmptyText):
        services.publish(by=marta, guideline=empty)


def test_closed_period_takes_no_publication(marta: User, draft: Guideline) -> None:
    close_period(by=marta, scope=draft.scope, kind="activities", starts_on=date(2020, 1, 1), ends_on=date(2020, 5, 31))
    with pytest.raises(PeriodClosed):
        services.publish(by=marta, guideline=draft, on=date(2020, 5, 31))


def test_published_text_is_changed_by_the_publisher_only(ilze: User, marta: User, published: Guideline) -> None:
    with pytest.raises(PermissionDenied):
        services.rewrite(by=ilze, guideline=published, title_lv="Cits")
    changed = services.rewrite(by=marta, guideline=published, title_lv="Cits")
    assert (changed.state, changed.written_by) == ("published", ilze)
    assert changed.is_translation_stale
    same = services.rewrite(by=marta, guideline=published, is_english_checked=True)
    assert not same.is_translation_stale
    assert Entry.objects.of(published)[0].changes["fields"] == ["title_en_source"]
    before = Entry.objects.count()
    services.rewrite(by=marta, guideline=published, is_english_checked=True)
    assert Entry.objects.count() == before


def test_archived_is_out_of_sight_but_was_published(marta: User, draft: Guideline) -> None:
    with pytest.raises(services.NotADraft):
        services.archive(by=marta, guideline=draft)
    published = services.publish(by=marta, guideline=draft)
    archived = services.archive(by=marta, guideline=published)
    assert services.archive(by=marta, guideline=archived).published_on == TODAY
    assert [entry.verb for entry in Entry.objects.of(draft)].count("guideline.archived") == 1
    assert not Guideline.objects.published().exists()


def test_component_of_another_grant_is_refused(ilze: User, draft: Guideline) -> None:
    other = Programme.objects.create(
        code="other", name_lv="C", name_en="O", goal_lv="x", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    component = Component.objects.create(programme=other, label="4", name_lv="x", name_en="x")
    with pytest.raises(services.WrongComponent):
        services.rewrite(by=ilze, guideline=draft, component=component)
    with pytest.raises(TypeError):
        services.rewrite(by=ilze, guideline=draft, state="published")


def test_publicity_is_recorded(ilze: User, draft: Guideline, components: dict[str, Component]) -> None:
    event = plan(
        by=ilze, scope=draft.scope, component=components["3"], kind="event", title_lv="T", starts_on=date(2020, 6, 4)
    )
    entry = services.record_publicity(
        by=ilze, scope=draft.scope, kind="video", on=TODAY, title_lv="Filma", title_en="Film", audience=0,
        url="https://example.lv/filma", activity=event,
    )  # fmt: skip
    assert (str(entry), entry.audience, entry.title_en_source != "") == ("Filma", 0, True)


def test_publicity_refuses_what_cannot_be(ilze: User, karlis: User, draft: Guideline, in_rezekne: Scope,
    components: dict[str, Component], marta: User) -> None:  # fmt: skip
    foreign = plan(by=karlis, scope=in_rezekne, component=components["3"], kind="event", title_lv="T", starts_on=TODAY)
    common = plan(
        by=marta, scope=Scope(draft.programme_id), component=components["3"], kind="event", title_lv="T",
        starts_on=TODAY,
    )  # fmt: skip

    def recorded(**changes: object) -> Publicity:
        fields = {"by": ilze, "scope": draft.scope, "kind": "press", "on": TODAY, "title_lv": "Raksts", **changes}
        return services.record_publicity(**fields)  # type: ignore[arg-type]  # put together above

    with pytest.raises(services.AnotherScope):
        recorded(activity=foreign)
    for wrong in ({"on": date(2020, 6, 11)}, {"url": "javascript:alert(1)"}, {"kind": "rumour"}, {"title_lv": ""}):
        with pytest.raises(ValidationError):
            recorded(**wrong)
    close_period(by=marta, scope=draft.scope, kind="activities", starts_on=date(2020, 1, 1), ends_on=date(2020, 5, 31))
    with pytest.raises(PeriodClosed):
        recorded(on=date(2020, 5, 31))
    assert not Publicity.objects.exists()
    assert recorded(activity=common).activity == common


def test_publicity_outside_the_programme_is_refused(ilze: User, draft: Guideline) -> None:
    """No report would ever count it."""
    with pytest.raises(OutsideProgramme):
        services.record_publicity(by=ilze, scope=draft.scope, kind="press", on=date(2002, 6, 9), title_lv="Raksts")
    assert not Publicity.objects.exists()
