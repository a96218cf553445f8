"""The Latvian catalogue and the script that checks it."""

import ast
import importlib.util
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import polib
import pytest
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.timesince import timesince
from django.utils.translation import ngettext, override

from darbigas_kopienas.values import clock
from tests.house.test_architecture import sources_of_ours

NBSP = "\u00a0"
DAYS = {
    0: "dienu",
    1: "diena",
    2: "dienas",
    5: "dienas",
    10: "dienu",
    11: "dienu",
    21: "diena",
    22: "dienas",
    111: "dienu",
}


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", settings.BASE_DIR / "scripts" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


messages = _script()


def _entry(msgid: str, msgstr: str = "", **more: Any) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def _catalogue(*entries: polib.POEntry, plural_forms: str = messages.PLURAL_FORMS) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = {"Plural-Forms": plural_forms}
    catalogue.extend(entries)
    return catalogue


@pytest.mark.parametrize(("count", "word"), DAYS.items())
def test_days_are_counted_as_latvian_counts(count: int, word: str) -> None:
    with override("lv"):
        assert ngettext("%(num)d day", "%(num)d days", count) % {"num": count} == f"{count}{NBSP}{word}"


def test_django_itself_now_counts_right() -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=clock.RIGA)
    with override("lv"):
        assert timesince(now - timedelta(days=5), now) == f"5{NBSP}dienas"
        assert timesince(now - timedelta(days=1, hours=21), now) == f"1{NBSP}diena, 21{NBSP}stunda"
        machines = datetime.now(UTC)  # which Django asks
        assert naturaltime(machines - timedelta(days=5, minutes=1)) == f"pirms 5{NBSP}dienām"


def test_the_real_catalogue_has_the_right_header_and_no_spoilt_text() -> None:
    catalogue = messages.open_catalogue()
    assert list(messages.header_faults(catalogue)) == []
    assert [fault for entry in catalogue for fault in messages.entry_faults(entry)] == []


def test_the_plural_rule_is_asked_for_by_name() -> None:
    faults = list(messages.header_faults(_catalogue(plural_forms="nplurals=2; plural=(n != 1);")))
    assert faults == [f"the header's Plural-Forms must be: {messages.PLURAL_FORMS}"]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (_entry("%(name)s left", "palika"), "placeholders"),
        (_entry("%s of %s", "%d no %s"), "placeholders"),
        (_entry("{name} left", "{vards} palika"), "placeholders"),
        (
            _entry("1 day", msgid_plural="%d days", msgstr_plural={0: "%d dienu", 1: "diena", 2: "%d dienas"}),
            "placeholders",
        ),
        (_entry("1 day", msgid_plural="%d days", msgstr_plural={0: "%d dienu", 1: "%d diena"}), "2 plural forms"),
        (_entry("Semināri", "Semināri"), "Latvian letters"),
        (_entry("up to 25 MB", "līdz 25 MB"), "a number parts"),
        (_entry("No. %(number)s", "Nr. %(number)s"), "a number parts"),
        (_entry("the second quarter", "2. ceturksnis"), "a number parts"),
        (_entry("1000,50", "1 000,50"), "a number parts"),
        (_entry("%(n)s seminars", "%(n)s semināri"), "a number parts"),
        (_entry("at least %(min_length)d characters", "vismaz %(min_length)d rakstzīmes"), "a number parts"),
        (_entry("{n} mark waits", "{n} atzīme gaida"), "a number parts"),
    ],
)
def test_each_fault_is_found(entry: polib.POEntry, fault: str) -> None:
    (only_fault,) = messages.entry_faults(entry)
    assert only_fault.startswith(fault)
    assert only_fault.endswith(repr(entry.msgid))


@pytest.mark.parametrize(
    "entry",
    [
        _entry("%(a)s and %(b)s", "%(b)s un %(a)s"),
        _entry("100%% of it", "100%% no tā"),
        _entry("1 day", msgid_plural="%d days", msgstr_plural={0: "%d dienu", 1: "%d diena", 2: "%d dienas"}),
        _entry("The centre Mezgls of “Darbīgās kopienas”", "Centrs „Mezgls”"),
        _entry("not yet translated", ""),
        _entry("up to 25 MB", "līdz 25\u00a0MB"),
        _entry("%(n)s of them", "%(n)s no tiem"),
        _entry("on %(day)s it is not held", "%(day)s nenotiks"),
    ],
)
def test_what_is_right_passes(entry: polib.POEntry) -> None:
    assert list(messages.entry_faults(entry)) == []


def test_texts_without_a_finished_translation_are_listed() -> None:
    collected = _catalogue(
        *(_entry(name) for name in ("done", "new", "fuzzy", "empty")), _entry("n", msgid_plural="ns")
    )
    known = _catalogue(
        _entry("done", "gatavs"), _entry("fuzzy", "varbūt", flags=["fuzzy"]), _entry("empty"), _entry("n", "n")
    )
    assert list(messages.missing_faults(collected, known)) == [
        "missing: 'new'",
        "fuzzy: 'fuzzy'",
        "untranslated: 'empty'",
        "plural in one place only: 'n'",
    ]


def test_an_update_keeps_translations_adds_texts_and_drops_the_dead(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "django.po"
    _catalogue(_entry("kept", "paturēts"), _entry("dead", "miris")).save(str(path))
    monkeypatch.setattr(messages, "CATALOGUE", path)
    monkeypatch.setattr(messages.open_catalogue, "__defaults__", (path,))
    monkeypatch.setattr(messages, "collect", lambda: _catalogue(_entry("kept"), _entry("new")))
    assert messages.main(["update"]) == 0
    after = polib.pofile(str(path))
    assert [(entry.msgid, entry.msgstr) for entry in after] == [("kept", "paturēts"), ("new", "")]
    assert "1 to translate" in capsys.readouterr().out
    assert path.with_suffix(".mo").exists()
    assert messages.main(["check"]) == 1
    assert "untranslated: 'new'" in capsys.readouterr().err


def test_a_wrong_call_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["everything"]) == 2
    assert "update" in capsys.readouterr().out


def test_the_code_is_read_where_gettext_is_there() -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext (gettext) reads the texts of the code")
    code = (
        "import sys; sys.path.insert(0, 'scripts'); import messages;"
        "found = {entry.msgid for entry in messages.collect()};"
        "print('There is no such day in the calendar.' in found and '%(num)d day' not in found)"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == "True"


def test_texts_of_packages_are_theirs_and_stand_before_them() -> None:
    packages = messages.open_catalogue(messages.OF_PACKAGES)
    assert messages._keys(packages) <= messages.texts_of_packages()
    assert messages._keys(packages) & messages._keys(messages.open_catalogue()) == set()
    assert ("nobody says this", None) not in messages.texts_of_packages()


# -- a text that is marked by a name that the script does not know is in no catalogue ----------------------
KNOWN = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
    "gettext_noop",
}


def _strange_marks(tree: ast.AST) -> list[str]:
    return [
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name and (name.asname or name.name) not in KNOWN
    ]


def test_texts_are_marked_by_names_that_are_collected() -> None:
    strange = {path.name: names for path in sources_of_ours() if (names := _strange_marks(ast.parse(path.read_text())))}
    assert strange == {}
    assert _strange_marks(ast.parse("from django.utils.translation import gettext as _now, ngettext")) == ["_now"]
