"""What the walks through all addresses share."""

import pytest

from darbigas_kopienas.values import pdf


@pytest.fixture
def papers_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper is filled in and handed out, and costs no second: who gets it is asked here, elsewhere how it looks."""
    monkeypatch.setattr(pdf, "render", lambda *_html, **_details: b"%PDF-1.7\n")
