"""No page that a view link opens names a person, whatever the furnished portal knows of people."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.demo import shared_links
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.reports.freeze import figures_of
from darbigas_kopienas.reports.models import SharedLink
from darbigas_kopienas.reports.services import store_rendering, submit_report
from darbigas_kopienas.reports.shared import services
from darbigas_kopienas.reports.shared.tokens import page_of, token_of
from darbigas_kopienas.values import clock
from tests.databases import FURNISHED

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED)]


def _names() -> set[str]:
    """Of all who registered, took part or have an account, but for whoever gave the link."""
    names = {*Registration.objects.values_list("name", flat=True), *Person.objects.values_list("name", flat=True)}
    names |= set(User.objects.exclude(email="marta@example.lv").values_list("name", flat=True))
    return {name for name in names if " " in name}


def test_no_page_names_a_person() -> None:
    marta = User.objects.get(email="marta@example.lv")
    programme = Programme.objects.get(code="dk-demo")
    span: dict[str, Any] = {"starts_on": programme.starts_on, "ends_on": min(clock.today(), programme.ends_on)}
    report = freeze.freeze(by=marta, scope=Scope(programme.pk), **span)
    store_rendering(by=marta, report=report, language="lv", format="pdf", content=b"%PDF-1.7 a report")
    report = submit_report(by=marta, report=report)
    link = services.make_link(
        by=marta, programme=programme, for_whom="Valsts kontrole", language="lv", shows_documents=True,
        last_on=clock.today() + timedelta(days=14),
    )  # fmt: skip
    names, token, browser = _names(), token_of(link), Client()
    assert len(names) > 20
    pages = [
        reverse("reports:shared_reports", args=[token]),
        reverse("reports:shared_report", args=[token, report.code]),
    ]
    figures = figures_of(report).traceable()
    pages += [reverse("reports:shared_figure", args=[token, report.code, code]) for code in figures]
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)] == [], page


def test_the_demonstration_has_a_link_that_holds_and_no_second_one() -> None:
    link = SharedLink.objects.get()
    marta = User.objects.get(email="marta@example.lv")
    assert (link.is_valid, link.made_by, link.visits.count()) == (True, marta, 2)
    shared_links.load(link.programme, marta)
    assert SharedLink.objects.get() == link
    answer = Client().get(page_of(link))
    assert [str(report.programme) for report in answer.context["reports"]] == [str(link.programme)]
    for opened in answer.context["reports"]:
        page = Client().get(reverse("reports:shared_report", args=[token_of(link), opened.code]))
        assert page.status_code == 200


def test_the_demonstration_gives_no_link_where_nobody_may() -> None:
    other = Programme.objects.get(code="dk-demo")
    shared_links.load(other, User.objects.get(email="ilze@example.lv"))
    assert not SharedLink.objects.filter(programme=other).exists()
