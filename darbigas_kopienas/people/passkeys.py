"""What a device answers about a passkey: read, and checked against what this session asked it.

Allauth and fido2 check challenge, relying party, signature and that its person was verified. Here stands what they
leave open: the one origin that is ours (they take any subdomain), what is malformed (some of it would be an error
page), that an answer counts once also when it is wrong, and that of what a browser sends only what is known is kept.
"""

import json
import struct
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from fido2.utils import websafe_decode, websafe_encode

from .models import User

Answer = dict[str, Any]
LONGEST = 20_000  # letters of an answer; without attestation it has some hundreds
_RESPONSE = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
_MALFORMED = (
    AssertionError, AttributeError, KeyError, IndexError, NotImplementedError, OverflowError, RecursionError, TypeError,
    ValueError, struct.error,
)  # fmt: skip  # ValidationError is none of them


class PasskeyRefused(ValidationError):
    """It answers another question, or for somebody else, or is no passkey of this account."""

    def __init__(self) -> None:
        super().__init__(_("The passkey did not fit. Try once more, or choose another way."), code="passkey_refused")


class PasskeyKnown(ValidationError):
    """This account has it already."""

    def __init__(self) -> None:
        super().__init__(_("This passkey is in your account already."), code="passkey_known")


def read(text: str) -> Answer:
    """An answer in WebAuthn's JSON, of which only known parts remain, each in its one spelling. Raises PasskeyRefused.

    It is kept in the database as it comes out of here.
    """
    if len(text) > LONGEST:
        raise PasskeyRefused
    try:
        sent = json.loads(text)
        key = _one_spelling(sent["rawId"])
        response = {name: _one_spelling(sent["response"][name]) for name in _RESPONSE if sent["response"].get(name)}
    except _MALFORMED:
        raise PasskeyRefused from None
    return {"id": key, "rawId": key, "type": "public-key", "response": response, "clientExtensionResults": {}}


def _one_spelling(text: str) -> str:
    return websafe_encode(websafe_decode(text))


def require_new(user: User, answer: Answer) -> None:
    """The device has made a passkey for this account as it was asked to. Raises PasskeyRefused, PasskeyKnown."""
    try:
        _require_our_origin(auth.parse_registration_response(answer).response.client_data)
        made = auth.complete_registration(answer)
        is_known = auth.get_authenticator_by_credential_id(user, made.credential_data.credential_id) is not None
    except (ValidationError, *_MALFORMED):
        raise PasskeyRefused from None
    finally:
        auth.clear_state()
    if is_known:
        raise PasskeyKnown


def require_known(user: User | None, answer: Answer) -> Authenticator:
    """Which of the account's passkeys has answered what this session asked; nobody has one. Raises PasskeyRefused."""
    if user is None:
        raise PasskeyRefused
    try:
        _require_our_origin(auth.parse_authentication_response(answer).response.client_data)
        return auth.complete_authentication(user, answer)
    except (ValidationError, *_MALFORMED):
        raise PasskeyRefused from None
    finally:
        auth.clear_state()


def owner_named_in(answer: Answer) -> User | None:
    """Whose passkey an answer says that it is; nothing is proven yet. None also where the account is closed."""
    try:
        owner = auth.extract_user_from_response(answer)
    except (ValidationError, *_MALFORMED):
        return None
    return owner if isinstance(owner, User) and owner.is_active else None


def _require_our_origin(client_data: Any) -> None:
    public = urlsplit(settings.PUBLIC_URL)
    if client_data.origin != f"{public.scheme}://{public.netloc}" or client_data.cross_origin:
        raise PasskeyRefused
