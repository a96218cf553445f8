"""What the web server loads."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
_portal = get_wsgi_application()

from darbigas_kopienas.web.request_limits import note_other_letters  # noqa: E402  (Django is set up before)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    note_other_letters(environ)
    return _portal(environ, start_response)
