"""Each letter names the row that it is about, so that the row's own list of letters holds it."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.privacy.erasure import letters as erasure
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.batches import batches_about
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.values import clock
from tests.builders import TODAY
from tests.house.letters import MAKERS, Cast

pytestmark = pytest.mark.django_db

ABOUT_NOTHING = {
    "role_invitation": "a role has no page that shows letters",
    "role_changed": "a role has no page that shows letters",
    "role_ended": "a role has no page that shows letters",
    erasure.ASKED: "what is known of the person is to be forgotten",
    erasure.REFUSED: "what is known of the person is to be forgotten",
    erasure.DONE: "what is known of the person is to be forgotten",
    erasure.WAITING: "what is known of the person is to be forgotten",
    "consent_reworded": "what one agrees to is one's own",
    "person_merged": "the person reads it, no page of colleagues shows it",
    "person_merge_undone": "the person reads it, no page of colleagues shows it",
    "account_changed": "an account is its owner's alone",
    "job_done": "whoever asked for the work alone sees it",
    "reopening_asked": "a closing has no page of its own",
    "reopening_answered": "a closing has no page of its own",
    mailing.READY_MADE: "a code for signing in",
    "report_due": "there is no report yet",
    "report_overdue": "there is no report yet",
}
ROWS = {
    "expense": "budget.expense", "guideline": "guidelines.guideline", "period": "programme.closing",
    "report": "reports.report",
}  # fmt: skip  # by the first word; the rest: an activity
TO_MANY = {"invitation", "invitation_reminder", "registration_message", "registration_moved"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(TODAY), translation.override("lv"):
        yield


def written(template: str, cast: Cast) -> OutgoingMail:
    MAKERS[template](cast, template)
    return OutgoingMail.objects.filter(template=template).latest("pk")


def test_what_is_about_nothing_is_a_kind_of_letter() -> None:
    assert set(MAKERS) >= set(ABOUT_NOTHING)


@pytest.mark.parametrize("template", sorted(set(MAKERS) - set(ABOUT_NOTHING)))
def test_it_names_its_row(template: str, cast: Cast) -> None:
    mail = written(template, cast)
    label = ROWS.get(template.partition("_")[0], "activities.activity")
    about, _colon, pk = mail.about.partition(":")
    assert about == label
    if label == "activities.activity":
        activity = Activity.objects.get(pk=pk)
        assert activity == cast["about"]
        batches = {batch.template for batch in batches_about(activity)}
        assert (template in batches, mail.is_one_of_many) == (template in TO_MANY, template in TO_MANY)


@pytest.mark.parametrize("template", sorted(ABOUT_NOTHING))
def test_the_others_name_none(template: str, cast: Cast) -> None:
    assert written(template, cast).about == ""
