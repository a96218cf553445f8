"""A session that ends in the middle of a form: what was typed waits until its author signs in.

What was sent waits in the new session; what was not waits on the device, locked with a key of its author's.
"""

import base64
import time

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser

from .services import drafts

SESSION_KEY = "kept_form"
WAITS_FOR = 60 * 60  # seconds
_SALT = "submissions.owner"
_DEVICE = "submissions.device"


def owner_token(user: AnyUser) -> str:
    """Says in the page whose form it is, so that the next person at the same computer does not get the text."""
    return signing.Signer(salt=_SALT).sign(str(user.pk))


def device_key(user: User) -> str:
    """With it the browser locks what the server has not got yet. It comes with this person's pages; nothing stores it.

    A changed SECRET_KEY makes another one: what waited on a device in that hour is then unreadable.
    """
    return base64.b64encode(salted_hmac(_DEVICE, str(user.pk), algorithm="sha256").digest()).decode()


def put_aside(request: HttpRequest) -> bool:
    """Put the sent fields aside; True if there was something that may be kept."""
    form_key = request.POST.get("form_key", "")
    try:
        owner = signing.Signer(salt=_SALT).unsign(request.POST.get("form_owner", ""))
    except signing.BadSignature:
        return False
    data = drafts.typed((name, list(values)) for name, values in request.POST.lists())
    if sum(len(value) for values in data.values() for value in values) > drafts.DRAFT_BYTES:
        return False
    request.session[SESSION_KEY] = {"owner": owner, "form_key": form_key, "data": data, "at": int(time.time())}
    return True


def give_back(request: HttpRequest, user: User) -> bool:
    """After sign-in: the kept text becomes its author's draft; anybody else's is dropped."""
    typed = request.session.pop(SESSION_KEY, None)
    if not isinstance(typed, dict) or typed["owner"] != str(user.pk) or time.time() - typed["at"] > WAITS_FOR:
        return False
    try:
        return drafts.save_draft(by=user, form_key=typed["form_key"], data=typed["data"]) is not None
    except drafts.DraftRefused:
        return False
