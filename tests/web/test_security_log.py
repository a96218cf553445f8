"""What was refused and what was taken along stands in the security log, with a number instead of a name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.web.security_log import Event, Outcome, note
from tests.builders import open_seminar
from tests.written_log import Written

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User | None], Client]


def last(written: Written) -> dict[str, Any]:
    said = written.of("portal.security")[-1]
    return {name: value for name, value in said.items() if name not in {"at", "level", "logger", "process", "request"}}


def test_fact_without_a_request_says_only_itself(written: Written) -> None:
    note(Event.ROLE, Outcome.DONE, user=5, change="given", ends_on=None)
    assert last(written) == {
        "message": "role done",
        "event": "role",
        "outcome": "done",
        "user": 5,
        "change": "given",
    }


def test_foreign_object_is_noted_with_who_asked(
    ilze: User, karlis: User, in_daugavpils: Scope, as_: SignedIn, written: Written
) -> None:
    activity = open_seminar(ilze, in_daugavpils)
    as_(karlis).get(reverse("participation:registration_list", args=[activity.pk]))
    said = last(written)
    assert said.pop("network")
    assert said == {
        "message": "object refused",
        "event": "object",
        "outcome": "refused",
        "user": karlis.pk,
        "view": "participation:registration_list",
        "status": 404,
        "method": "GET",
        "row": f"pk={activity.pk}",
    }


def test_right_that_is_missing_is_noted(anna: User, as_: SignedIn, written: Written) -> None:
    as_(anna).get(reverse("seminars:seminar_add"))
    said = last(written)
    assert (said["event"], said["status"], said["user"]) == ("permission", 403, anna.pk)


def test_forged_form_is_noted_as_that(anna: User, written: Written) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    browser.post("/lv/konts/logout/")
    assert last(written)["message"] == "forged_form refused"


def test_request_of_another_form_is_noted(client: Client, written: Written) -> None:
    client.post("/lv/", data=b"a", content_type="application/x-www-form-urlencoded; charset=utf-16")
    client.get("/lv/", headers={"Host": "elsewhere.example"})
    client.delete("/healthz")
    assert written.events == ["request refused"] * 3


def test_address_that_leads_nowhere_is_no_attempt(client: Client, written: Written) -> None:
    client.get("/lv/wp-login.php")
    assert written.events == []


def test_limit_that_is_passed_is_noted_once(client: Client, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darbigas_kopienas.reports.check.TRIES_ALLOWED", 0)
    client.get(reverse("reports:report_check", args=["AAAABBBBCCCC"]))
    assert written.events == ["rate_limit refused"]
    assert last(written)["limit"] == "report-check"
    assert "AAAABBBB" not in written.text


def test_limit_of_another_package_is_noted_by_its_answer(client: Client, written: Written) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        for _try in range(2):
            client.post("/lv/konts/login/", {"login": "nav.tada@example.lv", "password": "nepareiza"})
    assert last(written)["status"] == 429


def test_table_that_cannot_be_read_is_noted(ilze: User, in_daugavpils: Scope, as_: SignedIn, written: Written) -> None:
    activity = open_seminar(ilze, in_daugavpils)
    address = reverse("participation:registration_import", args=[activity.pk])
    as_(ilze).post(address, {"table": SimpleUploadedFile("anna.xlsx", b"PK\x03\x04 no workbook"), "language": "lv"})
    assert last(written)["event"] == "upload"
    assert last(written)["reason"] == "NotAWorkbook"
    assert "anna" not in written.text


def test_what_somebody_takes_along_is_noted(ilze: User, as_: SignedIn, written: Written) -> None:
    as_(ilze).get(reverse("budget:expense_export"))
    said = last(written)
    assert (said["event"], said["user"], said["view"]) == ("export", ilze.pk, "budget:expense_export")


@pytest.mark.django_db(transaction=True)
def test_role_is_noted_when_it_is_given_changed_and_taken(janis: User, programme: Programme, written: Written) -> None:
    role = Membership.objects.create(
        user=janis, programme=programme, role="auditor", ends_on="2099-12-31", starts_on="2020-01-01"
    )
    role.refresh_from_db()
    role.save()
    role.delete()
    assert [(said["change"], said["of"], said["role"]) for said in written.of("portal.security")] == [
        (change, janis.pk, "auditor") for change in ("given", "changed", "taken")
    ]
