from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from darbigas_kopienas.pages.page_cache import CHOSEN_PROGRAMME
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import (
    PERMISSIONS,
    Permission,
    Role,
    may,
    may_anywhere,
    memberships_of,
    permissions_anywhere,
    require,
    require_anywhere,
    scopes_of,
    sites_of,
)
from darbigas_kopienas.programme.actors import PLACE_LINK, SYSTEM, VISITOR, Actor, Holder, account_of, actor_of
from darbigas_kopienas.programme.colleagues import holders_of, nearest_with
from darbigas_kopienas.programme.current import choose_programme, current_programme
from darbigas_kopienas.programme.models import Closing, Programme, Site
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from darbigas_kopienas.programme.shared_statements import shared
from darbigas_kopienas.values import clock
from tests.cast import join, make_user

P = Permission


def test_every_role_has_its_permissions_written_down() -> None:
    assert set(PERMISSIONS) == set(Role)


@pytest.mark.parametrize(
    ("who", "permission", "own", "foreign", "whole"),
    [
        ("ilze", P.WRITE_ACTIVITY, True, False, False),
        ("ilze", P.APPROVE_EXPENSE, False, False, False),
        ("ilze", P.CLOSE_PERIOD, False, False, False),
        ("anna", P.APPROVE_EXPENSE, True, False, False),
        ("anna", P.WRITE_ACTIVITY, False, False, False),
        ("anna", P.MAKE_REPORT, True, False, False),
        ("janis", P.SEE_STAFF, False, False, False),
        ("emma", P.SEE_BUDGET_TOTALS, True, True, True),
        ("emma", P.SEE_REGISTRATIONS, False, False, False),
        ("emma", P.SEE_BUDGET, False, False, False),
        ("olga", P.SEE_AUDIT, True, True, True),
        ("olga", P.SEE_REGISTRATIONS, False, False, False),
        ("marta", P.CLOSE_PERIOD, True, True, True),
        ("marta", P.MANAGE_ROLES, True, True, True),
        ("admin", P.SEE_STAFF, False, False, False),
        ("rudite", P.RECORD_ATTENDANCE, True, False, False),
        ("rudite", P.SEE_REGISTRATIONS, False, False, False),
        ("rudite", P.SEE_STAFF, False, False, False),
        ("normunds", P.SEE_STAFF, False, False, False),
        ("normunds", P.WRITE_CENTRE, False, False, False),
    ],
)
def test_may_follows_the_table(
    who: str, permission: Permission, own: bool, foreign: bool, whole: bool,
    request: Any, in_daugavpils: Scope, in_rezekne: Scope,
) -> None:  # fmt: skip
    user = request.getfixturevalue(who)
    answers = [may(user, permission, scope) for scope in (in_daugavpils, in_rezekne, Scope(in_daugavpils.programme_id))]
    assert answers == [own, foreign, whole]


def test_a_centre_s_worker_reaches_that_centre_alone(normunds: User, mezgls: Site, in_daugavpils: Scope) -> None:
    another = Site.objects.create(
        programme=mezgls.programme, municipality=mezgls.municipality, kind="centre", name_lv="Cits centrs"
    )
    scopes = [Scope(mezgls.programme_id, mezgls.municipality_id, site.pk) for site in (mezgls, another)]
    assert [may(normunds, P.WRITE_CENTRE, scope) for scope in (*scopes, in_daugavpils)] == [True, False, False]
    assert [may(normunds, permission, scopes[0]) for permission in Permission if permission not in {P.SEE_STAFF,
            P.WRITE_CENTRE}] == [False] * (len(Permission) - 2)  # fmt: skip
    assert (scopes_of(normunds, P.SEE_STAFF), may_anywhere(normunds, P.SEE_STAFF)) == (set(), False)
    assert permissions_anywhere(normunds) == frozenset()
    assert normunds not in holders_of(P.WRITE_CENTRE, mezgls.programme_id, mezgls.municipality_id)


def test_a_shared_statement_is_not_shared_between_two_centres(normunds: User, mezgls: Site) -> None:
    """It is kept by the roles: two workers of one municipality differ by their centre alone."""
    another = Site.objects.create(
        programme=mezgls.programme, municipality=mezgls.municipality, kind="centre", name_lv="Cits centrs"
    )
    other = join(
        make_user("cits@example.lv", "Cits Darbinieks"), mezgls.programme, Role.CENTRE, mezgls.municipality,
        site=another,
    )  # fmt: skip

    def sites(user: User) -> Any:
        statement = shared("sites", user, None, lambda one: Site.objects.filter(pk__in=sites_of(one, P.SEE_STAFF)))
        return statement.objects(user.pk)

    assert (sites(normunds), sites(other)) == ([mezgls], [another])


def test_narrow_roles_need_a_second_factor(rudite: User, normunds: User) -> None:
    assert (rudite.needs_second_factor, normunds.needs_second_factor) == (True, True)


def test_visitor_and_inactive_user_hold_nothing(marta: User, programme: Programme) -> None:
    assert not may(AnonymousUser(), P.SEE_STAFF, Scope(programme.pk))
    marta.is_active = False
    assert not may(marta, P.SEE_STAFF, Scope(programme.pk))


def test_membership_counts_only_between_its_days(programme: Programme, daugavpils: Municipality) -> None:
    user = join(
        make_user("bijusi@example.lv", "Bijusī Koordinatore"), programme, Role.COORDINATOR, daugavpils,
        starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
    )  # fmt: skip
    for day, count in ((date(2019, 12, 31), 0), (date(2020, 1, 1), 1), (date(2020, 12, 31), 1), (date(2021, 1, 1), 0)):
        with clock.frozen(day):
            assert len(memberships_of(user)) == count


def test_a_programme_s_role_reaches_no_other_programme(marta: User, programme: Programme) -> None:
    other = Programme.objects.create(
        code="cita", name_lv="Cita", name_en="Other", goal_lv="-",
        starts_on=programme.starts_on, ends_on=programme.ends_on,
    )  # fmt: skip
    assert not may(marta, P.SEE_STAFF, Scope(other.pk))
    assert not may_anywhere(marta, P.SEE_STAFF, other.pk)
    assert may_anywhere(marta, P.SEE_STAFF)
    assert scopes_of(marta, P.SEE_STAFF) == {(programme.pk, None)}


def test_require_says_the_reason(ilze: User, in_daugavpils: Scope) -> None:
    require(ilze, P.WRITE_ACTIVITY, in_daugavpils)
    with pytest.raises(PermissionDenied, match=r"koordinator|coordinator"):
        require(ilze, P.APPROVE_EXPENSE, in_daugavpils)


def test_lists_hold_one_s_own_municipality_and_what_covers_it(
    programme: Programme, daugavpils: Municipality, rezekne: Municipality, ilze: User, karlis: User, marta: User,
    janis: User, emma: User,
) -> None:  # fmt: skip
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 1, 31), "kind": "money"}
    here = Closing.objects.create(programme=programme, municipality=daugavpils, **days)
    there = Closing.objects.create(programme=programme, municipality=rezekne, **days)
    whole = Closing.objects.create(programme=programme, **days)
    seen = {user.email[:5]: set(Closing.objects.visible_to(user)) for user in (ilze, karlis, marta, janis, emma)}
    assert seen == {
        "ilze@": {here, whole}, "karli": {there, whole}, "marta": {here, there, whole}, "janis": set(), "emma@": set(),
    }  # fmt: skip
    assert set(Closing.objects.visible_to(AnonymousUser())) == set()


def test_in_scope_of_the_whole_programme_holds_all(programme: Programme, daugavpils: Municipality) -> None:
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 1, 31), "kind": "money"}
    here = Closing.objects.create(programme=programme, municipality=daugavpils, **days)
    whole = Closing.objects.create(programme=programme, **days)
    assert set(Closing.objects.in_scope(Scope(programme.pk))) == {here, whole}
    assert set(Closing.objects.in_scope(here.scope)) == {here}


def test_current_programme_is_the_chosen_then_the_running_then_the_newest(programme: Programme, marta: User) -> None:
    today = clock.today()
    running = Programme.objects.create(
        code="skrien", name_lv="Skrien", name_en="Runs", goal_lv="-",
        starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=9),
    )  # fmt: skip

    def request_of(user: Any) -> Any:
        request = RequestFactory().get("/")
        request.user = user
        request.session = {}  # type: ignore[assignment]  # a dictionary is enough of a session here
        return request

    visitor = request_of(AnonymousUser())
    assert current_programme(visitor) == running
    choose_programme(visitor, programme)
    assert visitor.session == {CHOSEN_PROGRAMME: programme.pk}
    assert current_programme(visitor) == programme
    assert current_programme(request_of(marta)) == programme


# -- who acts --------------------------------------------------------------------------------------
def test_the_portal_is_let_through(in_daugavpils: Scope) -> None:
    require(SYSTEM, P.WRITE_ACTIVITY, in_daugavpils)
    require_anywhere(SYSTEM, P.WRITE_ACTIVITY, in_daugavpils.programme_id)


@pytest.mark.parametrize("holder", [VISITOR, PLACE_LINK, Holder("system")])
def test_a_link_gives_no_permission(holder: Holder, in_daugavpils: Scope) -> None:
    with pytest.raises(PermissionDenied):
        require(holder, P.SEE_STAFF, in_daugavpils)
    with pytest.raises(PermissionDenied):
        require_anywhere(holder, P.SEE_STAFF, in_daugavpils.programme_id)


def test_only_an_account_is_somebody(ilze: User) -> None:
    actors: list[Actor] = [ilze, SYSTEM, PLACE_LINK]
    assert [account_of(actor) for actor in actors] == [ilze, None, None]
    assert [actor.pk for actor in actors] == [ilze.pk, None, None]
    assert [actor_of(user, PLACE_LINK) for user in (ilze, AnonymousUser())] == [ilze, PLACE_LINK]


def test_holders_of_a_permission_are_those_of_the_place_asked_for(
    programme: Programme, in_daugavpils: Scope, ilze: User, marta: User
) -> None:
    here = holders_of(Permission.WRITE_SEMINAR, programme.pk, in_daugavpils.municipality_id)
    everywhere = holders_of(Permission.WRITE_SEMINAR, programme.pk)
    assert (ilze in here, marta in here) == (True, False)
    assert (ilze in everywhere, marta in everywhere) == (False, True)
    assert nearest_with(Permission.WRITE_SEMINAR, in_daugavpils, but=[user.pk for user in here]) == list(everywhere)


def test_whole_programmes_are_one_condition_however_many(programme: Programme, marta: User, ilze: User) -> None:
    """A list of somebody with many programmes is asked for as one of somebody with one."""
    other = Programme.objects.create(
        code="other", name_lv="Cita", name_en="Other", starts_on=programme.starts_on, ends_on=programme.ends_on
    )
    closings = [
        Closing.objects.create(
            programme=row, kind="money", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31), closed_by=marta
        )
        for row in (programme, other)
    ]
    assert list(Closing.objects.visible_to(marta)) == closings[:1]
    join(marta, other, Role.PROGRAMME)
    seen = Closing.objects.visible_to(User.objects.get(pk=marta.pk)).order_by("pk")
    assert list(seen) == closings
    assert len(q_in_scopes(User.objects.get(pk=marta.pk), P.SEE_STAFF)) == len(q_in_scopes(ilze, P.SEE_STAFF)) - 1 == 1
