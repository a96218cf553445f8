"""The next grant is data entry, not code: from the printed link to the report, by pages alone, in an empty portal."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budget.models import FundingSource
from darbigas_kopienas.administration.programme.first_start import first_link
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Component, Party, Period, Programme
from darbigas_kopienas.reports.models import Rendering
from darbigas_kopienas.values import clock
from tests.databases import EMPTY

pytestmark = [pytest.mark.django_db, pytest.mark.database(EMPTY)]
BEGIN = {
    "name": "Marta Vītola", "email": "marta@example.lv", "password": "zaļas-upes-krasti-7",
    "password_again": "zaļas-upes-krasti-7", "programme": "new", "name_lv": "Zaļie pagalmi", "name_en": "Green Yards",
    "goal_lv": "Sakopt pagalmus kopā.", "starts_on": "01.01.2026", "ends_on": "31.12.2027",
}  # fmt: skip
PLACES = (
    ("Līvānu novads", "Līvāni", "Līvānu novadā"),
    ("Ludzas novads", "Ludza", "Ludzas novadā"),
    ("Balvu novads", "Balvi", "Balvu novadā"),
    ("Augšdaugavas novads", "Augšdaugava", "Augšdaugavas novadā"),
)


@pytest.fixture(autouse=True)
def today(settings: Any) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = False
    with clock.frozen(date(2026, 7, 5)):
        yield


class Browser:
    """Of the person who holds the link; each page is opened before it is sent."""

    def __init__(self) -> None:
        self.client, self.pages = Client(), 0

    def send(self, address: str, /, **typed: object) -> Any:
        assert self.client.get(address).status_code == 200, address
        answer = self.client.post(address, {name: str(value) for name, value in typed.items()})
        self.pages += 2
        errors = answer.context["form"].errors if answer.context and answer.status_code == 422 else ""
        assert answer.status_code == 302, f"{address}: {errors}"
        return answer

    def add(self, programme: Programme, noun: str, /, **typed: object) -> None:
        self.send(reverse(f"{noun}_add", args=[programme.pk]), **typed)


def test_a_grant_is_typed_in_and_makes_its_report() -> None:
    with override("lv"):
        browser = Browser()
        programme = _begun(browser)
        _parties_and_partners(browser, programme)
        _what_is_promised(browser, programme)
        _money(browser, programme)
        overview = browser.client.get(reverse("administration:programme_overview", args=[programme.pk]))
        assert overview.context["missing"] == []
        pages = _report(browser, programme)
    said = " ".join(pages)
    for words in ("Zaļie pagalmi", "Fonds „Rīts”", "12\u00a0500,00", "A2", "Augšdaugavas novads", "Pagalmu talkas"):
        assert words in said, words
    assert "Britu Padome" not in said
    assert "115\u00a0029" not in said
    assert browser.pages < 70
    added = Entry.objects.filter(verb__endswith=".added").exclude(verb="programme.added")
    assert set(added.values_list("actor_id", flat=True)) == {User.objects.get().pk}
    assert added.count() > 20


def _begun(browser: Browser) -> Programme:
    link = first_link()
    assert link is not None
    browser.send(re.sub(r"^https?://[^/]+", "", link), **BEGIN)
    return Programme.objects.get()


def _parties_and_partners(browser: Browser, programme: Programme) -> None:
    browser.add(programme, "administration:party", role="funder", name_lv="Fonds „Rīts”", kind="funder")
    browser.add(programme, "administration:party", role="implementer", name_lv="Biedrība „Pagalms”", kind="ngo")
    browser.add(programme, "administration:contact", party=Party.objects.all()[0].pk, name="Līga Paraudziņa",
                email="liga@example.lv")  # fmt: skip
    for lv, en, where in PLACES:
        browser.add(programme, "administration:municipality", name_lv=lv, name_en=en, locative_lv=where)
        browser.add(programme, "administration:partnership", municipality=Municipality.objects.get(name_lv=lv).pk,
                    agreement_state="planned", joined_on="01.01.2026")  # fmt: skip
    browser.add(programme, "administration:site", name_lv="Līvānu centrs", kind="centre", address="Rīgas iela 77",
                point="56.3539, 26.1755", is_public="on",
                municipality=Municipality.objects.get(name_lv="Līvānu novads").pk)  # fmt: skip


def _what_is_promised(browser: Browser, programme: Programme) -> None:
    for label, lv in (("A1", "Semināri pagalmu vecākajiem"), ("A2", "Pagalmu talkas")):
        browser.add(programme, "administration:component", label=label, name_lv=lv, name_en=f"Activity {label}")
    browser.add(programme, "administration:indicator", name_lv="Talkas", name_en="Work days", target="12",
                measured_by="community_events.events", component=Component.objects.get(label="A2").pk)  # fmt: skip
    propose = reverse("administration:period_propose", args=[programme.pk])
    assert browser.client.get(propose).status_code == 200
    assert browser.client.post(propose, {"months": "6", "days_until_due": "30"}).status_code == 302
    assert Period.objects.filter(programme=programme).count() == 4
    browser.add(programme, "administration:milestone", name_lv="Gala sanāksme", due_on="10.12.2027")


def _money(browser: Browser, programme: Programme) -> None:
    funder = Organisation.objects.get(name_lv="Fonds „Rīts”")
    browser.add(programme, "budget:funding_source", organisation=funder.pk, kind="grant", name_lv="Fonda dotācija",
                amount="12 500,00")  # fmt: skip
    source = FundingSource.objects.get().pk
    for code, label, amount in (("1", "A1", "5 000,00"), ("2", "A2", "7 500,00")):
        browser.add(programme, "budget:budget_line", code=code, name_lv=f"Pozīcija {code}",
                    component=Component.objects.get(label=label).pk, **{f"amount_{source}": amount})  # fmt: skip
    browser.add(programme, "budget:budget_rule", valid_from="01.01.2026", line_tolerance_percent="10")


def _report(browser: Browser, programme: Programme) -> list[str]:
    first = Period.objects.filter(programme=programme).order_by("starts_on")[0]
    wish = {"period": first.pk, "where": "programme", "language": "lv", "format": "pdf"}
    assert browser.client.post(reverse("reports:report_make"), wish).status_code == 302
    jobs.run(
        Job.objects.get(kind="reports.make").pk if Job.objects.filter(kind="reports.make") else Job.objects.get().pk
    )
    document = Rendering.objects.get().document_id
    answer: Any = browser.client.get(reverse("evidence:document_download", args=[document]))
    file = io.BytesIO(b"".join(answer.streaming_content))
    return [page.extract_text() for page in pypdf.PdfReader(file).pages]
