"""What rooms say (`room.py`): nothing that is done, shown, sent or scheduled is without its words; no word is idle."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas import rooms
from darbigas_kopienas.mailing.letters import READY_MADE
from darbigas_kopienas.rooms import Room, State, registered, state_of, word_of, work_of
from darbigas_kopienas.runtime.apps import schedule
from darbigas_kopienas.submissions.services.drafts import page_of
from tests.house.test_architecture import sources_of_ours

MAIL = Path(settings.BASE_DIR) / "templates" / "mail"
VERB = re.compile(r"^[a-z_]+\.[a-z_]+$")
# Letters that say all with what is kept with them; each with the reason.
NUDGED = {"jobs.run": "asked for by each job"}


def _recorded(tree: ast.AST) -> Iterator[str]:
    """Verbs as they stand behind `verb=` or are given to a name `verb`; "activity.*" for one made of a state."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.keyword) and node.arg == "verb") or (
            isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "verb" for to in node.targets)
        ):
            yield from _texts(node.value)


def _texts(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
            yield f"{part.values[0].value!s}*"
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and VERB.match(part.value):
            yield part.value


def _verbs() -> set[str]:
    return {verb for room in registered() for verb in room.verbs}


def _without_words(tree: ast.AST) -> list[str]:
    prefixes = {verb.split(".")[0] + ".*" for verb in _verbs()}
    return [verb for verb in _recorded(tree) if word_of(verb) is None and verb not in prefixes]


def test_every_recorded_verb_has_its_words() -> None:
    without_words = {path.name: _without_words(ast.parse(path.read_text())) for path in sources_of_ours()}
    assert {name: verbs for name, verbs in without_words.items() if verbs} == {}


def test_the_check_of_verbs_can_fail() -> None:
    source = "record(by=by, verb='thing.done' if x else 'expense.booked', obj=o)\nverb = f'thing.{state}'"
    assert sorted(_without_words(ast.parse(source))) == ["thing.*", "thing.done"]


def test_every_verb_is_recorded_somewhere() -> None:
    sources = [path.read_text() for path in sources_of_ours() if path.name != "room.py"]
    made = {verb[:-1] for text in sources for verb in _recorded(ast.parse(text)) if verb.endswith("*")}
    idle = [
        verb
        for verb in _verbs()
        if not any(f'"{verb}"' in text for text in sources) and not any(verb.startswith(start) for start in made)
    ]
    assert idle == []


def test_every_state_of_a_row_has_a_badge() -> None:
    missing = [
        f"{model._meta.label}.{field.name}: {value}"
        for model in apps.get_models()
        if Path(apps.get_app_config(model._meta.app_label).path).is_relative_to(settings.BASE_DIR)
        and ".venv" not in apps.get_app_config(model._meta.app_label).path
        for field in model._meta.fields
        if field.name.endswith("state")
        for value, _label in field.choices or ()
        if state_of(value) is None
    ]
    assert missing == []


def test_two_rooms_may_not_say_a_state_differently(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_rooms", dict(rooms._rooms))
    said = state_of("cancelled")
    assert said is not None
    rooms.register(Room(name="other", states={"cancelled": said}))
    with pytest.raises(ValueError, match="'cancelled'"):
        rooms.register(Room(name="another", states={"cancelled": State("called off", "bad", "cross")}))


def _words() -> Iterator[tuple[str, Any]]:
    for room in registered():
        yield from room.verbs.items()
        yield from ((value, state.word) for value, state in room.states.items())
        yield from ((line.page, line.label) for line in room.menu)
        yield from ((button.page, button.label) for button in room.main_buttons)
        yield from ((kind, work.title) for kind, work in room.jobs.items())
        yield from ((template, kind.label) for template, kind in room.letters.items())


def test_everything_is_said_in_both_languages() -> None:
    said: dict[str, list[str]] = {}
    for language in ("lv", "en"):
        with translation.override(language):
            for key, text in _words():
                said.setdefault(key, []).append(str(text))
    assert {key: texts for key, texts in said.items() if len(set(texts)) < 2 or "" in texts} == {}


def test_every_letter_has_its_template_and_every_template_its_letter() -> None:
    composed = {template for room in registered() for template in room.letters}
    written = {path.stem for path in MAIL.glob("[!_]*.html")} - {"base"}
    assert composed == written | {READY_MADE}


def test_every_page_that_is_led_to_exists() -> None:
    for room in registered():
        pages = [line.page for line in room.menu] + [button.page for button in room.main_buttons]
        assert all(reverse(page) for page in pages)
        for label, page in room.record_pages.items():
            assert apps.get_model(label), reverse(page, args=[1])


def test_what_runs_by_itself_are_tasks_and_every_task_runs() -> None:
    for config in apps.get_app_configs():
        if (Path(config.path) / "tasks.py").exists():
            import_module(f"{config.name}.tasks")
    ours = {name for name in current_app.tasks if name.split(".")[0] in apps.app_configs}
    assert set(schedule()) | set(NUDGED) == ours
    assert current_app.conf.beat_schedule == schedule()
    assert schedule()["jobs.sweep"] == {"task": "jobs.sweep", "schedule": 30.0, "options": {"expires": 25}}


def test_unknown_work_has_no_room() -> None:
    assert work_of("nobody.does") is None


def test_every_form_that_keeps_drafts_has_its_page_and_is_said_once() -> None:
    forms = [form for room in registered() for form in room.drafts]
    keys = [form.key or form.page for form in forms]
    assert len(keys) == len(set(keys)) >= 25
    lost = [key for key in keys if not any(page_of(key + rows, to_go_on=go_on)
            for rows in ("", ":1", ":1:2") for go_on in (False, True))]  # fmt: skip
    assert lost == []
