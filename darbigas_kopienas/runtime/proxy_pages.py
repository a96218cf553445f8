"""The few pages that the proxy draws itself, where the portal cannot: files that need nothing else (deploy/pages).

`python -m darbigas_kopienas.runtime.proxy_pages` writes them anew; a test fails when they are not what stands here.
Each is there in both languages, for a browser, for a fragment of a page (txt) and for a program (json).
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "pages"


@dataclass(frozen=True)
class Page:
    name: str
    number: int
    title: str | Promise
    explanation: str | Promise


PAGES = (
    Page(
        "closed",
        503,
        _("The portal is taking a short break"),
        _(
            "Nothing that was saved is lost. Try again in half a minute. If you were sending a form, go back one page: "
            "what you typed is still there. Before you send it again, look whether it has been saved."
        ),
    ),
    Page(
        "late",
        504,
        _("The portal answers too slowly"),
        _(
            "What you sent may still be on its way. Before you send it again, look in a minute whether it has been "
            "saved."
        ),
    ),
    Page(
        "too-large",
        413,
        _("Too much was sent at once"),
        _("Nothing has been saved. Go back one page and send fewer or smaller files, one photo at a time for example."),
    ),
    Page(
        "missing",
        404,
        _("There is no such file"),
        _("The file is not where the portal keeps its files. Please tell whoever looks after the portal."),
    ),
)


def drawn() -> Iterator[tuple[Path, str]]:
    """Each file, by its place in the folder."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for page in PAGES:
                sentences = f"{page.title}. {page.explanation}"
                yield Path(language, f"{page.name}.html"), render_to_string("proxy_page.html", {"page": page})
                yield Path(language, f"{page.name}.txt"), f"{sentences}\n"
                yield Path(language, f"{page.name}.json"), json.dumps({"error": sentences}, ensure_ascii=False) + "\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
    django.setup()
    for place, text in drawn():
        (FOLDER / place).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / place).write_text(text)


if __name__ == "__main__":
    main()
