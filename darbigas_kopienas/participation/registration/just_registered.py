"""What a guest's own browser keeps for two hours: what was typed, and which place it made; only there it is corrected.

Sealed, so that it does not tell whether the address was known here.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.values.sealed_texts import seal, unsealed
from darbigas_kopienas.web.cookies import cookie_name

COOKIE, KIND = "just_registered", "participation.just_registered"
LASTS = int(timedelta(hours=2).total_seconds())
LONGEST = 3800  # a cookie holds 4 kB


@dataclass(frozen=True)
class JustRegistered:
    """`place` 0: the address was known, so no place was made."""

    activity: int
    email: str
    place: int = 0
    name: str = ""
    school: str = ""
    shows_name: bool = False
    answers: dict[str, str] = field(default_factory=dict)

    def moved(self, email: str, place: int) -> "JustRegistered":
        return replace(self, email=email, place=place)

    @property
    def registration(self) -> Registration | None:
        return Registration.objects.filter(pk=self.place, activity=self.activity).first() if self.place else None


def just_registered(request: HttpRequest, activity: int) -> JustRegistered | None:
    """Of this browser at this activity; an old, foreign or damaged cookie is none."""
    text = unsealed(KIND, request.COOKIES.get(cookie_name(COOKIE), ""), seconds=LASTS)
    known = JustRegistered(**json.loads(text)) if text else None  # sealed by us, so it is what `remember` wrote
    return known if known is not None and known.activity == activity else None


def remember(response: HttpResponse, about: JustRegistered) -> None:
    sealed = seal(KIND, json.dumps(asdict(about)))
    if len(sealed) > LONGEST:  # without the answers, which are asked again where they are wanted
        sealed = seal(KIND, json.dumps(asdict(replace(about, answers={}))))
    response.set_cookie(
        cookie_name(COOKIE),
        sealed,
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
