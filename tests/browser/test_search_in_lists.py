"""The list that is searched in the browser folds words as the server does."""

import json
from pathlib import Path

from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from darbigas_kopienas.values import formats

SCRIPT = (Path(settings.BASE_DIR) / "static/js/fold.js").read_text()
RANGES = [(0x20, 0x24F), (0x250, 0x2AF), (0x300, 0x36F), (0x370, 0x52F), (0x1E00, 0x1FFF), (0x2010, 0x2060)]
LETTERS = [chr(code) for first, last in RANGES for code in range(first, last + 1)]
NAMES = [
    "Jürgen Müller", "Rūta Žukauskienė", "Łukasz Wójcik", "Андрей Зайцев", "Søren Ærø", "Zoë Brontë", "Åsa Ferm",
    "Straße Groß", "GROẞ", "O’Konors", "D'Anželo", "Be\u0304rzin\u0326s\u030c", "Zo\u00adzo\u200bz", "\ufb01lma Ŋū",
]  # fmt: skip


def test_script_folds_as_the_server_does(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT)
    fold = "([texts, letters]) => texts.map((text) => globalThis.folded(text, letters))"
    letters = json.loads(json.dumps(formats.PLAIN_LETTERS))

    def both(texts: list[str]) -> None:
        shown = page.evaluate(fold, [texts, letters])
        assert {text: plain for text, plain in zip(texts, shown, strict=True) if plain != formats.folded(text)} == {}

    both([*LETTERS, *NAMES, *(f"a{letter}b" for letter in LETTERS)])

    @hypothesis_settings(max_examples=60, deadline=None)
    @given(st.lists(st.text(alphabet=LETTERS, max_size=20), max_size=20, unique=True))
    def any_texts(texts: list[str]) -> None:
        both(texts)

    any_texts()
    page.close()
