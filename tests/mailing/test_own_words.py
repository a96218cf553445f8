"""A programme's own words: filled without any language of templates, and never in the way of an e-mail."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core import mail as outbox
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.letters import Letter, LetterKind, Placeholder, Words, rewritable, words_of
from darbigas_kopienas.mailing.models import MailWording, OutgoingMail
from darbigas_kopienas.mailing.own_words import fill, unknown_in
from darbigas_kopienas.mailing.services import own_words
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import Room, register

pytestmark = pytest.mark.django_db
OWN: dict[str, Any] = {
    "template": "asked",
    "language": "lv",
    "subject": "Par {pasākums}",
    "opening": "Labi, ka nāksiet!",
}


@pytest.fixture(autouse=True)
def kind(settings: Any, tmp_path: Any) -> None:
    """A kind of letter that may be rewritten, and one that may not."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "asked.html").write_text(
        "{% extends 'mail/base.html' %}{% block subject %}Portal{% endblock %}"
        "{% block content %}{% block opening %}<p>Portal says.</p>{% endblock %}<p>Fact.</p>{% endblock %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    placeholders = (
        Placeholder("pasākums", "activity", "title", lambda letter: cast("Any", letter.context["row"]).title),
        Placeholder("kur", "where", "place", lambda letter: cast("Any", letter.context["row"]).where),
    )
    words = Words(placeholders, lambda _reader, _mail: None, Letter)
    letter = Letter({"row": SimpleNamespace(title="<b>Svētki</b> & {kur}", where="")})
    register(Room(name="test", letters={
        "asked": LetterKind("asked", lambda _mail: letter, words), "plain": LetterKind("plain"),
    }))  # fmt: skip


def write(by: User, programme: Programme, **changes: Any) -> MailWording:
    return services.set_words(by=by, programme=programme, **{**OWN, **changes})


def leave(scope: Scope | None, language: str = "lv") -> Any:
    context: dict[str, object] = {}
    services.queue(
        by=SYSTEM, to="jana@example.org", template="asked", language=language, context=context,
        unique_key=f"asked:{language}:{OutgoingMail.objects.count()}", scope=scope,
    )  # fmt: skip
    outbox.outbox.clear()
    assert services.send_due() == 1
    return outbox.outbox[0]


@pytest.mark.parametrize(("text", "unknown"), [
    ("Par {pasākums} un { KUR }.", []),
    ("Nekā", []),
    ("{sums} {sums} {pasākums}", ["{sums}"]),
    ("{{pasākums}}", ["{", "}"]),
    ("{pasākums", ["{"]),
    ("pasākums}", ["}"]),
    ("{} {pasā\nkums}", ["{}", "{", "}"]),
])  # fmt: skip
def test_only_what_the_kind_knows_stands_in_braces(text: str, unknown: list[str]) -> None:
    assert unknown_in(text, {"pasākums", "kur"}) == unknown


def test_values_are_filled_once_and_only_when_known() -> None:
    values = {"a": lambda: "{b}", "b": lambda: ""}
    assert fill("{a} {A}!", values) == "{b} {b}!"
    assert fill("", values) == ""
    assert [fill(text, values) for text in ("{b}", "{c}", "{")] == [None, None, None]


def test_kinds_without_words_are_the_portals() -> None:
    assert list(rewritable()) == ["asked"]
    assert (words_of("plain"), words_of("nothing")) == (None, None)


def test_own_words_stand_before_the_facts(marta: User, programme: Programme, in_daugavpils: Scope) -> None:
    write(marta, programme, opening="Par {pasākums}.\r\n\r\n<i>Nāciet</i>!")
    message = leave(in_daugavpils)
    assert message.subject == "Par <b>Svētki</b> & {kur}"
    text = message.body
    assert "\nPar <b>Svētki</b> & {kur}.\n\n<i>Nāciet</i>!\n\nFact.\n" in text
    assert "Portal says" not in text
    html = message.alternatives[0][0]
    assert "&lt;b&gt;Svētki&lt;/b&gt; &amp; {kur}" in html
    assert "<i>" not in html


def test_what_is_empty_or_not_known_the_portal_says(marta: User, programme: Programme, in_daugavpils: Scope) -> None:
    write(marta, programme, subject="", opening="Tiekamies!")
    message = leave(in_daugavpils)
    assert message.subject == "Portal"
    assert "Tiekamies!" in message.body
    write(marta, programme, subject="Kur: {kur}", opening="{kur}")
    message = leave(in_daugavpils)
    assert message.subject == "Portal"
    assert "Portal says.\n\nFact." in message.body


def test_other_languages_and_letters_of_no_programme_are_the_portals(
    marta: User, programme: Programme, in_daugavpils: Scope
) -> None:
    write(marta, programme)
    assert leave(in_daugavpils, "en").subject == "Portal"
    assert leave(None).subject == "Portal"


def test_a_letter_costs_one_statement_more(marta: User, programme: Programme, in_daugavpils: Scope) -> None:
    write(marta, programme)
    mail = OutgoingMail(template="asked", language="lv", programme=programme)
    letter = Letter({"row": SimpleNamespace(title="Svētki", where="")})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        services.rendered(mail, letter)
    assert len(queries) == 1


def test_the_portals_opening_is_shown_alone(programme: Programme) -> None:
    mail = OutgoingMail(template="asked", language="lv", programme=programme)
    assert services.portal_opening(mail, Letter()) == "Portal says.\n"


def test_what_a_letter_lacks_is_not_known() -> None:
    words = words_of("asked")
    assert words is not None
    for letter in (Letter(), Letter({"row": None})):
        assert [read() for read in words.values_in(letter, "en").values()] == ["", ""]


def test_writing_is_recorded_old_and_new_once(marta: User, programme: Programme) -> None:
    wording = write(marta, programme)
    assert (write(marta, programme).pk, wording.scope) == (wording.pk, Scope(programme.pk))
    write(marta, programme, subject=" Cits\n")
    first, second = Entry.objects.of(wording).order_by("pk")
    of_kind = {"template": "asked", "language": "lv"}
    assert (first.verb, first.programme_id) == ("mail_wording.set", programme.pk)
    assert first.changes == {
        **of_kind, "fields": ["opening", "subject"],
        "values": {"opening": [None, OWN["opening"]], "subject": [None, OWN["subject"]]},
    }  # fmt: skip
    assert second.changes == {**of_kind, "fields": ["subject"], "values": {"subject": [OWN["subject"], "Cits"]}}
    assert str(wording) == "asked lv"


def test_going_back_is_recorded_and_does_nothing_twice(marta: User, programme: Programme) -> None:
    wording = write(marta, programme, opening="")
    for _press in range(2):
        services.forget_words(by=marta, programme=programme, template="asked", language="lv")
    assert not MailWording.objects.exists()
    entry = Entry.objects.filter(verb="mail_wording.removed").get()
    assert (entry.object_id, entry.changes["values"]) == (str(wording.pk), {"subject": [OWN["subject"], ""]})


def test_only_the_programmes_coordinator_writes_and_sees(
    marta: User, ilze: User, emma: User, programme: Programme
) -> None:
    write(marta, programme)
    for user in (ilze, emma):
        with pytest.raises(PermissionDenied, match=r"programmas koordinator|programme coordinator"):
            write(user, programme)
        with pytest.raises(PermissionDenied):
            services.forget_words(by=user, programme=programme, template="asked", language="lv")
        assert not MailWording.objects.visible_to(user).exists()
    assert MailWording.objects.visible_to(marta).count() == 1


@pytest.mark.parametrize(("changes", "error", "field"), [
    ({"template": "plain"}, own_words.CannotBeRewritten, None),
    ({"language": "de"}, own_words.CannotBeRewritten, None),
    ({"subject": " ", "opening": "\u200b\n"}, own_words.NothingWritten, "opening"),
    ({"subject": "x" * 151}, own_words.WordsTooLong, "subject"),
    ({"opening": "x" * 2001}, own_words.WordsTooLong, "opening"),
    ({"opening": "{activity}"}, own_words.UnknownPlaceholder, "opening"),
    ({"subject": "{{ request }}"}, own_words.UnknownPlaceholder, "subject"),
])  # fmt: skip
def test_what_cannot_be_said_is_refused(
    changes: dict[str, str], error: type[ValidationError], field: str | None, marta: User, programme: Programme
) -> None:
    with pytest.raises(error) as refused:
        write(marta, programme, **changes)
    assert list(getattr(refused.value, "error_dict", [None])) == [field]
    assert not MailWording.objects.exists()


def test_a_refusal_names_what_was_typed_and_what_there_is(marta: User, programme: Programme) -> None:
    with pytest.raises(own_words.UnknownPlaceholder) as refused:
        write(marta, programme, opening="{sums}", subject="a { b")
    for [sentence], piece in zip(refused.value.message_dict.values(), ("{", "{sums}"), strict=True):
        assert f"“{piece}”" in sentence or f"„{piece}”" in sentence
        assert "{pasākums}, {kur}" in sentence


@pytest.mark.parametrize(("fields", "name"), [
    ({"subject": "", "opening": ""}, "says_something"), ({"language": "de"}, "language"), ({}, "once"),
])  # fmt: skip
def test_the_database_refuses(fields: dict[str, str], name: str, marta: User, programme: Programme) -> None:
    write(marta, programme)
    with pytest.raises(IntegrityError, match=f"mailwording_{name}"), transaction.atomic():
        MailWording.objects.create(programme=programme, **{**OWN, **fields})
