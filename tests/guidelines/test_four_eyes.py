"""Whoever ever changed a draft does not publish it, whatever was saved after them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Membership, Programme
from guidelines import services
from guidelines.forms import RewriteForm
from guidelines.models import Guideline, GuidelineEditor
from tests.by_hand import refused, run
from tests.databases import as_owner
from tests.guidelines.conftest import TODAY

As = Callable[[User | None], Client]


@pytest.fixture
def vera(programme: Programme) -> User:
    """A second coordinator of the programme."""
    user = User.objects.create_user(email="vera@example.lv", name="Vēra Liepa", password="x")
    Membership.objects.create(user=user, programme=programme, role=Role.PROGRAMME)
    return user


def _editors(guideline: Guideline) -> list[User]:
    return [editor.user for editor in guideline.editors.all()]


def test_nobody_approves_their_own_words(marta: User, ilze: User, vera: User, draft: Guideline) -> None:
    """Not even when somebody else changed a word after them."""
    mine = services.rewrite(by=marta, guideline=draft, body_lv="Pārrakstīts")
    with pytest.raises(services.OwnText):
        services.publish(by=marta, guideline=mine)
    later = services.rewrite(by=ilze, guideline=mine, body_lv="Pārrakstīts.")
    with pytest.raises(services.OwnText):
        services.publish(by=marta, guideline=later)
    assert (later.written_by, _editors(later)) == (ilze, [marta, ilze])
    assert list(Guideline.objects.drafts().not_written_by(marta)) == []
    assert list(Guideline.objects.drafts().not_written_by(vera)) == [draft]
    assert services.publish(by=vera, guideline=later).published_by == vera


def test_who_began_it_does_not_approve_what_others_made_of_it(marta: User, ilze: User, draft: Guideline) -> None:
    Membership.objects.create(user=ilze, programme=draft.programme, role=Role.PROGRAMME)
    services.rewrite(by=marta, guideline=draft, body_lv="Pārrakstīts")
    with pytest.raises(services.OwnText):
        services.publish(by=User.objects.get(pk=ilze.pk), guideline=draft)


def test_saving_it_unchanged_makes_nobody_an_editor(as_: As, marta: User, draft: Guideline) -> None:
    """A browser ends lines with CR LF; that is no change."""
    before = Guideline.objects.values().get(), Entry.objects.count()
    typed: dict[str, Any] = {name: value or "" for name, value in RewriteForm.initial_of(draft).items()}
    typed |= {"component": draft.component_id, "body_lv": draft.body_lv.replace("\n", "\r\n")}
    address = reverse("guidelines:guideline_edit", args=[draft.pk])
    assert as_(marta).post(address, typed).status_code == 302
    assert (Guideline.objects.values().get(), Entry.objects.count()) == before
    assert _editors(draft) == []
    assert services.publish(by=marta, guideline=draft).published_by == marta


def test_publishers_change_of_a_published_text_changes_no_approval(marta: User, published: Guideline) -> None:
    changed = services.rewrite(by=marta, guideline=published, body_lv="Labots")
    assert (changed.published_by, _editors(changed)) == (marta, [])


def test_what_the_portal_itself_changes_makes_nobody_an_editor(draft: Guideline) -> None:
    assert services.rewrite(by=SYSTEM, guideline=draft, body_lv="Cits").body_lv == "Cits"
    assert _editors(draft) == []


def test_pages_warn_and_offer_no_approval(as_: As, marta: User, ilze: User, draft: Guideline) -> None:
    edit, detail = (reverse(f"guidelines:guideline_{page}", args=[draft.pk]) for page in ("edit", "detail"))
    warning = "Ja mainīsiet šo tekstu, Jūs to nevarēsiet apstiprināt"
    assert warning in as_(marta).get(edit).content.decode()
    assert warning not in as_(ilze).get(edit).content.decode()
    assert as_(marta).get(detail).context["may_publish"] is True
    services.rewrite(by=marta, guideline=draft, body_lv="Pārrakstīts")
    services.rewrite(by=ilze, guideline=draft, body_lv="Pārrakstīts.")
    page = as_(marta).get(detail)
    assert (page.context["may_publish"], page.context["is_own_draft"]) == (False, True)
    assert warning not in as_(marta).get(edit).content.decode()


# -- the database --------------------------------------------------------------------------------------


def test_draft_is_published_by_another_by_hand(draft: Guideline, ilze: User, marta: User, vera: User) -> None:
    draft.editors.create(user=marta)
    for approver in (None, ilze, marta):
        with refused("guidelines_four_eyes"):
            Guideline.objects.update(state="published", published_on=TODAY, published_by=approver)
    Guideline.objects.update(state="published", published_on=TODAY, published_by=vera)


def test_approver_is_made_no_editor_by_hand(marta: User, ilze: User, published: Guideline) -> None:
    with refused("guidelines_four_eyes"):
        published.editors.create(user=marta)
    published.editors.create(user=ilze)


def test_editors_and_writer_are_not_forgotten_by_hand(draft: Guideline, marta: User) -> None:
    draft.editors.create(user=marta)
    with refused("guidelines_editor_stays"):
        run("DELETE FROM guidelines_guidelineeditor")
    with refused("guidelines_writer_stays"):
        run("UPDATE guidelines_guideline SET written_by_id = %s", marta.pk)


def test_editor_goes_with_the_text_or_the_account(draft: Guideline, marta: User, vera: User) -> None:
    for user in (marta, vera):
        draft.editors.create(user=user)
    Membership.objects.filter(user=vera).delete()
    vera.delete()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    assert [str(editor) for editor in draft.editors.all()] == [f"{draft.pk}: {marta.pk}"]
    draft.delete()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    assert GuidelineEditor.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_editors_of_before_are_brought_along(ilze: User, marta: User, draft: Guideline, vera: User) -> None:
    """From the trail, which names all of them, and who approved it."""
    services.rewrite(by=vera, guideline=draft, body_lv="Pārrakstīts")
    published = services.publish(by=marta, guideline=draft)
    services.rewrite(by=marta, guideline=published, body_lv="Labots vēlāk")
    with as_owner():
        call_command("migrate", "guidelines", "0001", verbosity=0)
        call_command("migrate", "guidelines", verbosity=0)
    published.refresh_from_db()
    assert (published.published_by, _editors(published)) == (marta, [ilze, vera])
    connection.close()
