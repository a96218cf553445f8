"""The portal's texts in Latvian: collect them, check them, compile them.

    python scripts/messages.py update     texts from the code into locale/lv (needs xgettext)
    python scripts/messages.py check      every text translated, placeholders kept (needs xgettext)
    python scripts/messages.py compile    .po to .mo, without a system tool

English is the source: the texts in the code are the English ones. Some Latvian of Django and allauth is wrong
("5 dienu", „Jūs” as „tu”): locale/packages says those texts anew and is kept by hand; hence the plural rule of CLDR.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "lv" / "LC_MESSAGES" / "django.po"
OF_PACKAGES = ROOT / "locale" / "packages" / "lv" / "LC_MESSAGES" / "django.po"
IN_ENGLISH = ROOT / "locale" / "packages" / "en" / "LC_MESSAGES" / "django.po"  # allauth's "email" is our "e-mail"
PLURAL_FORMS = "nplurals=3; plural=(n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 && n%100!=11 ? 1 : 2);"
PLURALS = 3
LEFT_OUT = shutil.ignore_patterns(
    ".*", "data", "locale", "node_modules", "static", "tests", "docs", "migrations", "__pycache__"
)
# Names stay Latvian in English too.
NAMES = (
    "Darbīgās kopienas",
    "Mezgls",
    "Rēzekne",
    "Rēzeknes",
    "Preiļi",
    "Preiļu",
    "Krāslavas",
    "Latviešu",
    "Jēkabpils",
    "Smilšu",
    "Izglītības iniciatīvu centrs",
    "Izglītības pārvalde",
)
_LATVIAN_LETTERS = re.compile("[āčēģīķļņšūž]", re.IGNORECASE)
_PLACEHOLDERS = re.compile(r"%\([a-z_]+\)[sdfr]|%[sdfr]|(?<!\{)\{[a-z_0-9]*\}(?!\})", re.IGNORECASE)

# A plain space where a line may not end: `25 MB`, `Nr. 4`, `1 000,50`, `2. ceturksnis`, `%(n)s semināri`.
# `formats.unbroken` mends finished sentences; here nothing is filled in yet, so names of counts are listed.
_COUNTS = "n|number|hours|minutes|days|years|hidden|of_hours|length|needed|most|all"
_LINKS = r"(?!(?:no|līdz|un|vai|ir|reizes)\b)"
_PARTED = re.compile(
    r"(?:\d|\)[sd]) (?:%%|MB\b|EUR\b)|\b(?:Nr\.|plkst\.) [%\d]|\d \d{3}\b"
    rf"|(?:\)[sd]\.|(?<![\w,-])\d+\.?|%\(\w+\)d|%\((?:{_COUNTS})\)s|\{{n\}}) {_LINKS}[a-zāčēģīķļņšūž]"
)

Key = tuple[str, str | None]


def main(arguments: list[str]) -> int:
    """Exit status: 0 when all is well, 1 when texts are missing or wrong, 2 when the call is."""
    actions = {"update": update, "check": check, "compile": compile_catalogue}
    if len(arguments) != 1 or arguments[0] not in actions:
        print(__doc__)
        return 2
    return actions[arguments[0]]()


def update() -> int:
    """New texts come in untranslated, translations stay, what the code no longer says goes."""
    collected = collect()
    catalogue = open_catalogue()
    catalogue.merge(collected)
    entries = sorted((entry for entry in catalogue if not entry.obsolete), key=_order)
    catalogue[:] = []
    for entry in entries:
        entry.occurrences = []  # line numbers would change with every commit
        catalogue.append(entry)
    catalogue.save(str(CATALOGUE))
    missing = [entry.msgid for entry in entries if not entry.translated()]
    print(f"{len(entries)} texts, {len(missing)} to translate", *missing, sep="\n  ")
    return compile_catalogue()


def check() -> int:
    """Print every fault; changes nothing."""
    catalogue = open_catalogue()
    collected = collect()
    packages, in_english = open_catalogue(OF_PACKAGES), open_catalogue(IN_ENGLISH)
    faults = [*header_faults(catalogue), *header_faults(packages), *missing_faults(collected, catalogue)]
    faults += [fault for entry in [*catalogue, *packages] if not entry.obsolete for fault in entry_faults(entry)]
    faults += [fault for entry in in_english for fault in placeholder_faults(entry)]
    faults += [f"ours, so not of a package: {key}" for key in _keys(packages) & _keys(collected)]
    said_by_packages = texts_of_packages()
    for said in (packages, in_english):
        faults += [f"no package says it: {key}" for key in _keys(said) - said_by_packages]
    unused = _keys(catalogue) - _keys(collected)
    if unused:
        print(f"note: {len(unused)} texts of the catalogue are not in the code:", *sorted(map(str, unused)), sep="\n  ")
    if faults:
        print(f"{len(faults)} faults in the translations:", *faults, sep="\n  ", file=sys.stderr)
    return 1 if faults else 0


def compile_catalogue() -> int:
    """Write django.mo beside each django.po."""
    for path in (CATALOGUE, OF_PACKAGES, IN_ENGLISH):
        open_catalogue(path).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def open_catalogue(path: Path = CATALOGUE) -> polib.POFile:
    """The Latvian catalogue; long texts stay on one line, so that a change is a change of one line."""
    return polib.pofile(str(path), wrapwidth=0)


def collect() -> polib.POFile:
    """Every text that the code and the templates say, read from a copy so that nothing here changes."""
    if shutil.which("xgettext") is None:
        sys.exit("xgettext is needed to read the texts: apt-get install gettext")
    import django
    from django.conf import settings
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "portal"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        target = copy / "locale"
        target.mkdir()
        if not settings.configured:
            settings.configure(USE_I18N=True, LOCALE_PATHS=[str(target)])
            django.setup()
        before = Path.cwd()
        os.chdir(copy)
        try:
            call_command("makemessages", locale=["lv"], no_location=True, no_wrap=True, verbosity=0)
        finally:
            os.chdir(before)
        return open_catalogue(target / "lv" / "LC_MESSAGES" / "django.po")


def texts_of_packages() -> set[Key]:
    """What Django's and allauth's own catalogues hold."""
    import allauth
    import django

    folders = (Path(module.__file__ or "").parent for module in (django, allauth))
    return {
        _key(entry)
        for folder in folders
        for path in folder.rglob("locale/lv/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
    }


def header_faults(catalogue: polib.POFile) -> Iterator[str]:
    """The plural rule decides between 0 dalībnieku, 1 dalībnieks and 2 dalībnieki."""
    if catalogue.metadata.get("Plural-Forms") != PLURAL_FORMS:
        yield f"the header's Plural-Forms must be: {PLURAL_FORMS}"


def missing_faults(collected: polib.POFile, catalogue: polib.POFile) -> Iterator[str]:
    """Texts of the code that have no finished translation."""
    known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    for entry in collected:
        ours = known.get(_key(entry))
        if ours is None:
            yield f"missing: {entry.msgid!r}"
        elif ours.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not ours.translated():
            yield f"untranslated: {entry.msgid!r}"
        elif bool(entry.msgid_plural) != bool(ours.msgid_plural):
            yield f"plural in one place only: {entry.msgid!r}"


def entry_faults(entry: polib.POEntry) -> Iterator[str]:
    """One text: placeholders kept in every form, three plural forms, English in the code."""
    yield from placeholder_faults(entry)
    forms = _forms(entry)
    if any(_PARTED.search(form) for form in forms):
        yield f"a number parts from its noun (a no-break space is missing): {entry.msgid!r}"
    if entry.msgid_plural and len(forms) != PLURALS:
        yield f"{len(forms)} plural forms instead of {PLURALS}: {entry.msgid!r}"
    if _LATVIAN_LETTERS.search(without_names(entry.msgid)):
        yield f"Latvian letters in the English text: {entry.msgid!r}"


def placeholder_faults(entry: polib.POEntry) -> Iterator[str]:
    """A placeholder that got lost, or that nobody fills in, ends the page that says the text."""
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    for form in filter(None, _forms(entry)):
        if placeholders(form) != wanted:
            yield f"placeholders {wanted} became {placeholders(form)}: {entry.msgid!r}"


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> list[str]:
    """What a text leaves open, in a fixed order: words may change places in translation."""
    return sorted(set(_PLACEHOLDERS.findall(text.replace("%%", ""))))


def without_names(text: str) -> str:
    """The text without the names that are Latvian in every language."""
    for name in NAMES:
        text = text.replace(name, "")
    return text


def _key(entry: polib.POEntry) -> Key:
    return entry.msgid, entry.msgctxt


def _keys(catalogue: polib.POFile) -> set[Key]:
    return {_key(entry) for entry in catalogue if not entry.obsolete}


def _order(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgid.lower(), entry.msgid, entry.msgctxt or ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
