"""The portal without the memory of its public pages: each is drawn anew, whoever asks."""

from collections.abc import Callable, Iterable
from typing import Any

from darbigas_kopienas.wsgi import application as portal


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    from darbigas_kopienas.pages import page_cache  # once Django is set up, by the import above

    page_cache.forget()
    return portal(environ, start_response)
