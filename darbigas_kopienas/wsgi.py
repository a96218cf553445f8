"""What the web server loads."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  (Django is set up before)

from darbigas_kopienas.runtime.database import limits  # noqa: E402  (likewise)
from darbigas_kopienas.runtime.drain import until_drained  # noqa: E402  (likewise)
from darbigas_kopienas.runtime.environment_checks import require_consistent  # noqa: E402  (likewise)
from darbigas_kopienas.web.requests import PortalHandler  # noqa: E402  (likewise)

require_consistent()
settings.DATABASES["default"]["LIMITS"] = limits.WEB
application = until_drained(PortalHandler(), settings.DRAIN_MARK)
