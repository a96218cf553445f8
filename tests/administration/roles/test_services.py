"""A role is given, changed and ended by whoever may give it, at once, and never the last one that gives roles."""

from datetime import date, timedelta
from typing import Any, cast

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from darbigas_kopienas.administration.roles import rules, services
from darbigas_kopienas.administration.roles.last_day import RUNS_OUT
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.home.my_tasks import due_of
from darbigas_kopienas.mailing.letters import Letter, NoLetter, compose_letter
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Permission, Role, may, memberships_of
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Membership, Programme, Site
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.roles.people import confirm, held, role_of, second_coordinator
from tests.by_hand import refused
from tests.cast import make_user
from tests.together import before_commit
from tests.written_log import Written

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def centre_in(programme: Programme, municipality: Municipality | None, kind: str = "centre") -> Site:
    return Site.objects.create(programme=programme, municipality=municipality, name_lv=f"Ēka: {kind}", kind=kind)


# -- where and for which days a role can be given ----------------------------------------------------------
def test_a_role_fits_where_it_is_given(programme: Programme, daugavpils: Municipality, rezekne: Municipality) -> None:
    centre, office = centre_in(programme, daugavpils), centre_in(programme, daugavpils, "office")
    outside = Municipality.objects.create(code="x", name_lv="X", name_en="X", locative_lv="X")
    fits: list[tuple[dict[str, Any], Scope]] = [
        ({"role": "teacher"}, Scope(programme.pk)),
        ({"role": "teacher", "municipality": daugavpils}, Scope(programme.pk, daugavpils.pk)),
        ({"role": "accountant", "municipality": daugavpils}, Scope(programme.pk, daugavpils.pk)),
        ({"role": "funder"}, Scope(programme.pk)),
        ({"role": "centre", "site": centre}, Scope(programme.pk, daugavpils.pk, centre.pk)),
    ]
    for fields, scope in fits:
        assert rules.scope_given(programme, cast("rules.RoleFields", fields)) == scope
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("municipality", {"role": "accountant"}),
        ("municipality", {"role": "funder", "municipality": daugavpils}),
        ("municipality", {"role": "teacher", "municipality": outside}),
        ("site", {"role": "teacher", "site": centre}),
        ("site", {"role": "centre", "municipality": daugavpils}),
        ("site", {"role": "centre", "site": office}),
        ("municipality", {"role": "centre", "site": centre, "municipality": rezekne}),
    ]
    for field, fields in wrong:
        with pytest.raises(rules.DoesNotReach) as caught:
            rules.scope_given(programme, cast("rules.RoleFields", fields))
        assert list(caught.value.error_dict) == [field], fields


def test_days_lie_ahead_and_an_auditor_s_end() -> None:
    today = clock.today()
    assert rules.days_given({"role": "teacher"}) == (today, None)
    for first, last in ((today + DAY, today), (today - 3 * DAY, today - DAY)):
        with pytest.raises(rules.DoesNotReach):
            rules.days_given({"role": "teacher", "starts_on": first, "ends_on": last})
    with pytest.raises(rules.DoesNotReach, match="until a day"):
        rules.days_given({"role": "auditor"})


def test_the_database_refuses_a_municipal_role_without_its_municipality(janis: User, programme: Programme) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "programme_membership_reach": {"role": "municipal_staff"},
        "programme_membership_centre": {"role": "teacher", "site": centre_in(programme, None)},
        "programme_membership_auditor_ends": {"role": "auditor"},
        "programme_membership_order": {"role": "funder", "ends_on": clock.today() - DAY},
    }
    for rule, columns in wrong.items():
        with refused(rule):
            Membership.objects.create(user=janis, programme=programme, **columns)


def test_who_gives_which_role(
    marta: User, ilze: User, anna: User, karlis: User, emma: User, in_daugavpils: Scope, programme: Programme
) -> None:
    givers = {"marta": marta, "ilze": ilze, "anna": anna, "karlis": karlis, "emma": emma}

    def who(role: str) -> set[str]:
        return {name for name, user in givers.items() if rules.may_give(user, role, in_daugavpils)}

    for role in ("teacher", "check_in", "centre"):
        assert who(role) == {"marta", "ilze"}, role
    for role in set(Role.values) - {"teacher", "check_in", "centre"}:
        assert who(role) == {"marta"}, role
    assert {name for name, user in givers.items() if rules.gives_there(user, "teacher", programme.pk)} == {
        "marta", "ilze", "karlis",
    }  # fmt: skip
    assert not rules.gives_there(ilze, "funder", programme.pk)


# -- given -------------------------------------------------------------------------------------------------
def test_a_role_is_given_once(marta: User, janis: User, in_daugavpils: Scope) -> None:
    fields = rules.RoleFields(role="accountant")
    given = services.give(by=janis, user=janis, given_by=marta, scope=in_daugavpils, fields=fields)
    assert (given.given_by, given.starts_on) == (marta, clock.today())
    entry = Entry.objects.of(given).get()
    assert (entry.actor_id, entry.changes) == (janis.pk, {"role": "accountant"})
    with pytest.raises(services.HasRole):
        services.give(by=janis, user=janis, given_by=marta, scope=in_daugavpils, fields=fields)


# -- ended -------------------------------------------------------------------------------------------------
def test_an_ended_role_opens_nothing_and_stays_written(marta: User, anna: User, in_daugavpils: Scope) -> None:
    role = services.end_role(by=marta, membership=role_of(anna))
    assert (role.ended_by, role.is_valid_on(clock.today()), role.is_over_on(clock.today())) == (marta, False, True)
    assert not may(User.objects.get(pk=anna.pk), Permission.SEE_STAFF, in_daugavpils)
    assert Entry.objects.of(role).get().verb == "membership.ended"
    assert Membership.objects.over_on(clock.today()).get() == role
    assert OutgoingMail.objects.get().template == "role_ended"
    with pytest.raises(services.RoleOver):
        services.end_role(by=marta, membership=role)


def test_a_municipal_coordinator_ends_narrow_roles_of_the_own_municipality(
    ilze: User, anna: User, janis: User, karlis: User, emma: User, programme: Programme, rezekne: Municipality
) -> None:
    of_rezekne = held(make_user("x@example.lv", "X"), programme, Role.TEACHER, rezekne)
    for by, membership in (
        (ilze, role_of(anna)), (ilze, role_of(ilze)), (ilze, of_rezekne), (karlis, role_of(janis)),
        (emma, role_of(janis)), (janis, role_of(janis)), (anna, role_of(janis)),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            services.end_role(by=by, membership=membership)
        with pytest.raises(PermissionDenied):
            services.change_role(by=by, membership=membership, role="teacher")
    assert not Membership.objects.filter(ended_at__isnull=False).exists()
    services.end_role(by=ilze, membership=role_of(janis))


def test_a_system_administrator_ends_every_role_and_changes_none(admin: User, anna: User, marta: User) -> None:
    with pytest.raises(PermissionDenied):
        services.change_role(by=admin, membership=role_of(anna), role="teacher")
    services.end_role(by=admin, membership=role_of(anna))
    with pytest.raises(rules.LastCoordinator):
        services.end_role(by=admin, membership=role_of(marta))
    closed = User(is_superuser=True, is_active=False)
    assert [rules.keeps_the_machine(who) for who in (admin, marta, closed, None)] == [True, False, False, False]


def test_the_security_log_says_that_it_ended(
    anna: User, marta: User, written: Written, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.end_role(by=marta, membership=role_of(anna))
    roles = [line for line in written.of("portal.security") if line["event"] == "role"]
    assert [(line["change"], line["of"], line["role"]) for line in roles] == [("ended", anna.pk, "municipal_staff")]


def test_the_portal_itself_ends_a_role(anna: User) -> None:
    assert services.end_role(by=SYSTEM, membership=role_of(anna)).ended_by is None


def test_whoever_ends_their_own_gets_no_letter(marta: User, programme: Programme) -> None:
    second_coordinator(programme)
    services.end_role(by=marta, membership=role_of(marta))
    assert not OutgoingMail.objects.exists()


# -- changed -----------------------------------------------------------------------------------------------
def test_another_role_takes_its_place_from_today(
    marta: User, anna: User, daugavpils: Municipality, rezekne: Municipality
) -> None:
    old = role_of(anna)
    new = services.change_role(by=marta, membership=old, role="accountant", municipality=rezekne)
    old.refresh_from_db()
    assert (old.ended_by, new.given_by, new.starts_on, new.municipality) == (marta, marta, clock.today(), rezekne)
    assert memberships_of(User.objects.get(pk=anna.pk)) == [new]
    entry = Entry.objects.of(new).get(verb="membership.changed")
    assert entry.changes["values"]["role"] == ["municipal_staff", "accountant"]
    assert entry.changes["values"]["municipality"] == [daugavpils.pk, rezekne.pk]
    assert OutgoingMail.objects.get().template == "role_changed"
    with pytest.raises(services.RoleOver):
        services.change_role(by=marta, membership=old, role="accountant", municipality=rezekne)


def test_the_same_role_goes_on_with_another_last_day(marta: User, anna: User, daugavpils: Municipality) -> None:
    old, last = role_of(anna), clock.today() + 90 * DAY
    same: dict[str, Any] = {"role": "municipal_staff", "municipality": daugavpils}
    assert services.change_role(by=marta, membership=old, **same).pk == old.pk  # nothing has changed
    assert not Entry.objects.exists()
    new = services.change_role(by=marta, membership=old, **same, starts_on=old.starts_on, ends_on=last)
    assert (new.pk != old.pk, new.starts_on, new.ends_on) == (True, date(2019, 3, 1), last)
    for starts_on in (date(2019, 3, 2), date(2019, 3, 1)):
        with pytest.raises(rules.DoesNotReach):
            services.change_role(
                by=marta, membership=new, role="accountant", municipality=daugavpils, starts_on=starts_on
            )


def test_nobody_changes_a_role_to_one_that_they_may_not_give(
    ilze: User, janis: User, daugavpils: Municipality, rezekne: Municipality
) -> None:
    for fields in (
        {"role": "accountant", "municipality": daugavpils}, {"role": "check_in", "municipality": rezekne},
        {"role": "teacher"}, {"role": "programme_coordinator"},
    ):  # fmt: skip
        with pytest.raises(PermissionDenied), transaction.atomic():
            services.change_role(by=ilze, membership=role_of(janis), **fields)
    assert services.change_role(by=ilze, membership=role_of(janis), role="check_in", municipality=daugavpils).pk


def test_a_role_that_the_person_has_there_already_is_not_given_twice(
    marta: User, anna: User, programme: Programme, daugavpils: Municipality
) -> None:
    old = role_of(anna)
    held(anna, programme, Role.ACCOUNTANT, daugavpils)
    with pytest.raises(services.HasRole):
        services.change_role(by=marta, membership=old, role="accountant", municipality=daugavpils)
    old.refresh_from_db()
    assert old.ended_at is None


# -- the last who gives roles ------------------------------------------------------------------------------
def test_the_last_who_can_get_in_and_give_roles_stays(marta: User, programme: Programme) -> None:
    rita, mine = second_coordinator(programme), role_of(marta)
    User.objects.filter(pk=rita.pk).update(is_active=False)
    today = clock.today()
    with pytest.raises(rules.LastCoordinator, match="first"):
        services.end_role(by=marta, membership=mine)
    for fields in ({"role": "funder"}, {"ends_on": today + DAY}, {"starts_on": today + DAY}):
        with pytest.raises(rules.LastCoordinator), transaction.atomic():
            services.change_role(by=marta, membership=mine, **{"role": "programme_coordinator", **fields})  # type: ignore[arg-type]  # as above
    User.objects.filter(pk=rita.pk).update(is_active=True)
    rita.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]  # allauth names it so
    with pytest.raises(rules.LastCoordinator):
        services.end_role(by=marta, membership=mine)
    rita.emailaddress_set.update(verified=True)  # type: ignore[attr-defined]  # as above
    assert services.change_role(by=marta, membership=mine, role="funder").role == "funder"


def test_the_last_who_gives_roles_may_stay_longer(marta: User) -> None:
    Membership.objects.filter(user=marta).update(ends_on=clock.today() + DAY)
    longer = services.change_role(by=marta, membership=role_of(marta), role="programme_coordinator")
    assert (longer.ends_on, longer.starts_on) == (None, date(2019, 3, 1))


def _end_each_other(marta: User, rita: User) -> Any:
    confirm(marta)
    of_marta, of_rita = role_of(marta), role_of(rita)
    return before_commit(
        lambda: services.end_role(by=marta, membership=of_rita), lambda: services.end_role(by=rita, membership=of_marta)
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_end_each_other_leave_one(marta: User, programme: Programme) -> None:
    assert isinstance(_end_each_other(marta, second_coordinator(programme)), PermissionDenied)
    assert rules.coordinators_who_get_in(programme.pk).get().user == marta


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_nobody_would_be_left(
    marta: User, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "hold_roles", lambda _programme: None)
    assert isinstance(_end_each_other(marta, second_coordinator(programme)), Membership)
    assert not rules.coordinators_who_get_in(programme.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_one_moment_leave_one(marta: User, programme: Programme) -> None:
    rita = second_coordinator(programme)
    confirm(marta)
    second = before_commit(
        lambda: services.end_role(by=marta, membership=role_of(marta)),
        lambda: services.end_role(by=rita, membership=role_of(rita)),
    )
    assert isinstance(second, rules.LastCoordinator)


# -- the last day of all who give roles --------------------------------------------------------------------
def test_it_is_said_thirty_days_before_nobody_gives_roles(marta: User, programme: Programme, ilze: User) -> None:
    confirm(marta)
    last = clock.today() + 30 * DAY

    def said(user: User) -> list[str]:
        return [str(task.text) for task in due_of(User.objects.get(pk=user.pk), programme).due]

    assert said(marta) == []
    Membership.objects.filter(user=marta).update(ends_on=last)
    assert said(marta) == [f"Nobody gives roles in the programme after {last:%d.%m.%Y}"]
    assert RUNS_OUT.value(ilze, programme.pk) is None
    Membership.objects.filter(user=marta).update(ends_on=last + DAY)
    assert said(marta) == []
    Membership.objects.filter(user=marta).update(ends_on=last)
    second_coordinator(programme)
    assert said(marta) == []


# -- letters -----------------------------------------------------------------------------------------------
def _sent(**about: object) -> Letter | NoLetter:
    return compose_letter(OutgoingMail.objects.filter(**about).latest("pk"))


def test_a_letter_says_what_still_holds(marta: User, anna: User, daugavpils: Municipality) -> None:
    new = services.change_role(by=marta, membership=role_of(anna), role="accountant", municipality=daugavpils)
    letter = _sent(template="role_changed")
    assert isinstance(letter, Letter)
    assert letter.contact is not None
    assert letter.contact.email == marta.email
    services.end_role(by=marta, membership=new)
    assert isinstance(_sent(template="role_changed"), NoLetter)
    assert isinstance(_sent(template="role_ended"), Letter)
    fields = rules.RoleFields(role="accountant")
    again = services.give(
        by=marta, user=anna, given_by=marta, scope=Scope(new.programme_id, daugavpils.pk), fields=fields
    )
    assert isinstance(_sent(template="role_ended"), NoLetter)
    again.delete()
    new.delete()
    assert [_sent(template=template) for template in ("role_changed", "role_ended")] == [NoLetter("gone")] * 2
