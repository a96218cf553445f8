"""What the web server loads."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
django.setup(set_prefix=False)

from darbigas_kopienas.web.requests import PortalHandler  # noqa: E402  (Django is set up before)

application = PortalHandler()
