from typing import Any

import pytest

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from seminars.materials import services as materials
from seminars.materials.errors import FileOrLink
from seminars.models import Material, Seminar
from tests.seminars.files import document_of_kind

pytestmark = pytest.mark.django_db


def test_material_is_one_file_or_one_link(ilze: User, seminar: Seminar) -> None:
    link = materials.hand_out(by=ilze, seminar=seminar, title_lv="Saite", url="https://example.lv/x")
    document = document_of_kind(ilze, seminar.scope, "other")
    file = materials.hand_out(by=ilze, seminar=seminar, title_lv="Lapa", document=document, audience="public")
    assert (link.order, file.order, file.document) == (0, 1, document)
    both: dict[str, Any] = {"url": "https://example.lv/", "document": document_of_kind(ilze, seminar.scope, "other")}
    for wrong in ({}, both):
        with pytest.raises(FileOrLink):
            materials.hand_out(by=ilze, seminar=seminar, title_lv="Nekas", **wrong)
    assert Material.objects.count() == 2


def test_material_changes_from_link_to_file_and_back(ilze: User, seminar: Seminar) -> None:
    material = materials.hand_out(by=ilze, seminar=seminar, title_lv="Saite", url="https://example.lv/x")
    document = document_of_kind(ilze, seminar.scope, "other")
    edited = materials.edit_material(by=ilze, material=material, document=document, url="https://example.lv/x")
    assert (edited.url, edited.document) == ("", document)
    edited = materials.edit_material(by=ilze, material=edited, title_lv="Lapa")
    assert (edited.title_lv, edited.document) == ("Lapa", document)
    edited = materials.edit_material(by=ilze, material=edited, url="https://example.lv/y")
    assert (edited.url, edited.document) == ("https://example.lv/y", None)
    materials.take_back_material(by=ilze, material=edited)
    assert not Material.objects.exists()
    assert Document.objects.filter(pk=document.pk).exists()


def test_history_says_what_of_a_material_changed_and_nothing_where_nothing_did(ilze: User, seminar: Seminar) -> None:
    about: dict[str, Any] = {"title_lv": "Lapa", "url": "https://example.lv/x", "audience": "public"}
    material = materials.hand_out(by=ilze, seminar=seminar, **about)
    materials.edit_material(by=ilze, material=material, **about)
    assert not Entry.objects.filter(verb="material.edited").exists()
    materials.edit_material(by=ilze, material=material, **{**about, "title_lv": "Darba lapa", "title_en": "Sheet"})
    entry = Entry.objects.get(verb="material.edited")
    assert entry.changes["fields"] == ["title_en", "title_lv"]
    assert entry.changes["values"] == {"title_en": ["", "Sheet"], "title_lv": ["Lapa", "Darba lapa"]}
