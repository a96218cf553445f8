"""What the walks through all addresses share."""

from typing import Any

import pytest

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import pdf
from tests.house.letters import Cast


@pytest.fixture
def papers_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper is filled in and handed out, and costs no second: who gets it is asked here, elsewhere how it looks."""
    monkeypatch.setattr(pdf, "render", lambda *_html, **_details: b"%PDF-1.7\n")


@pytest.fixture
def cast(
    ilze: User, marta: User, anna: User, in_daugavpils: Scope, components: dict[str, Component],
    programme: Programme, daugavpils: Municipality, client: Any,
) -> Cast:  # fmt: skip
    """With whom `letters.MAKERS` make a letter of each kind."""
    return {"ilze": ilze, "marta": marta, "anna": anna, "scope": in_daugavpils, "client": client,
            "programme": programme}  # fmt: skip
