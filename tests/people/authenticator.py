"""A device that keeps passkeys, in software: it answers what a browser would, or what a forger would wish."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Of one person; `user` is what the portal called its owner when the passkey was made."""

    is_verified: bool = True
    user: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    key_id: bytes = field(default_factory=lambda: os.urandom(32))

    def make(self, options: dict[str, object], **forged: object) -> str:
        self.user = str(options["user"]["id"])  # type: ignore[index]  # as WebAuthn has it
        assert options["rp"]["id"]  # type: ignore[index]  # as above
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        credential = bytes(16) + struct.pack(">H", len(self.key_id)) + self.key_id + public
        data = self._data(WITH_KEY, str(forged.get("rp", options["rp"]["id"]))) + credential  # type: ignore[index]
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(clientDataJSON=_client("webauthn.create", options, forged), attestationObject=attestation)

    def use(self, options: dict[str, object], *, user: str | None = None, **forged: object) -> str:
        client = _client("webauthn.get", options, forged)
        data = self._data(0, str(forged.get("rp", options["rpId"])))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        handle = (self.user if user is None else user).encode()
        answer: dict[str, object] = json.loads(
            self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)
        )
        answer["response"]["userHandle"] = handle.decode()  # type: ignore[index]
        return json.dumps(answer)

    def _data(self, flags: int, relying_party: str) -> bytes:
        said = flags | PRESENT | (VERIFIED if self.is_verified else 0)
        return hashlib.sha256(relying_party.encode()).digest() + bytes([said]) + struct.pack(">I", 0)

    def _answer(self, **response: bytes) -> str:
        key = websafe_encode(self.key_id)
        parts = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": parts})


def _client(kind: str, options: dict[str, object], forged: dict[str, object]) -> bytes:
    said = {"type": kind, "challenge": options["challenge"], "origin": settings.PUBLIC_URL, "crossOrigin": False}
    return json.dumps({**said, **{name: value for name, value in forged.items() if name in said}}).encode()
