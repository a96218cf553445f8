from typing import Any

import pytest

from darbigas_kopienas import rooms
from darbigas_kopienas.mailing.services import outbox


@pytest.fixture(autouse=True)
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told to the broker, which is the edge of the machine."""
    sent: list[str] = []
    monkeypatch.setattr(outbox, "_nudged_until", 0.0)
    monkeypatch.setattr(rooms, "_rooms", {})
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda _app, name, **_more: sent.append(name))
    return sent


@pytest.fixture
def letters(settings: Any, tmp_path: Any) -> Any:
    """Two letter templates of a test's own."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "hello.html").write_text(
        "{% if not subject %}{% translate 'Error:' %} {{ name }}{% else %}"
        "<p lang='{{ language }}'>{{ name }}: {{ public_url }}{{ path }}</p>{% endif %}"
    )
    (folder / "broken.html").write_text("{% include 'mail/no_such_file.html' %}")
    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    settings.TEMPLATES = templates
    return templates
