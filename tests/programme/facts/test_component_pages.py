"""A fact of the grant by its pages, the component as the example: typed in, corrected, moved, removed, with history."""

from typing import Any

import pytest

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme

pytestmark = pytest.mark.django_db


def there(programme: Programme, rest: str = "") -> str:
    return f"/en/administration/programmes/{programme.pk}/components/{rest}"


def test_a_component_is_typed_in(as_: Any, marta: User, programme: Programme) -> None:
    client = as_(marta)
    assert client.get(there(programme, "add/")).status_code == 200
    answer: Any = client.post(
        there(programme, "add/"), {"label": "7", "name_lv": "Cits", "name_en": "Other"}, follow=True
    )
    assert "7. Other" in answer.content.decode()
    row = Component.objects.get(programme=programme, label="7")
    assert client.get(there(programme, f"{row.pk}/")).status_code == 200
    assert client.get(there(programme, f"{row.pk}/remove/")).status_code == 200
    assert client.get(f"/en/administration/programmes/{programme.pk}/").status_code == 200
    assert client.post(there(programme, f"{row.pk}/move/"), {"step": "earlier"}).status_code == 302
    assert client.post(there(programme, f"{row.pk}/remove/")).status_code == 302

    assert client.post(there(programme, "add/"), {"label": "1", "name_lv": "Cits"}).status_code == 422
