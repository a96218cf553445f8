from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from darbigas_kopienas.people.models import User
from darbigas_kopienas.values.prepared_queries import Asked

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.db.models import QuerySet

# Where somebody without a factor may still go: to enrol, to sign out, to switch the language.
_OPEN_PREFIXES = ("mfa_", "account_")
_OPEN_PATHS = ("/static/", "/healthz", "/readyz")


class SecondFactorMiddleware:
    """Sends staff roles without a second factor to enrolment; allauth has no such setting.

    In demo mode (`SECOND_FACTOR_REQUIRED` off) nobody is sent; Mani darbi reminds instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or request.path.startswith(_OPEN_PATHS):
            return None
        match = request.resolver_match
        # Allauth's pages stand in no namespace; the admin's "account_emailaddress_changelist" is not one of them.
        if match is None or (not match.namespaces and (match.url_name or "").startswith(_OPEN_PREFIXES)):
            return None
        user = request.user
        # Whoever has a factor is asked about nothing else: one statement a page for staff.
        if not user.is_authenticated or has_second_factor(user) or not needs_second_factor(user):
            return None
        return redirect("mfa_activate_totp")


def needs_second_factor(user: User) -> bool:
    """True for every role but the teacher's, also for one that has ended."""
    return user.is_superuser or user.is_staff or any(role not in {None, "teacher"} for (role,) in _roles.rows(user.pk))


@Asked
def _roles(user: int) -> "QuerySet[User, tuple[str | None]]":
    """Of the floor above, through the user's memberships; None where there are none."""
    return User.objects.filter(pk=user).values_list("memberships__role")


def has_second_factor(user: User) -> bool:
    """As allauth's `is_mfa_enabled`; read once per user object, so once per request."""
    known: bool | None = getattr(user, "_has_second_factor", None)
    if known is None:
        known = bool(_factors.rows(user.pk))
        user._has_second_factor = known  # type: ignore[attr-defined]  # stays with the object
    return known


@Asked
def _factors(user: int) -> "QuerySet[Authenticator, tuple[int]]":
    from allauth.mfa.models import Authenticator

    rows: QuerySet[Authenticator, tuple[int]] = Authenticator.objects.filter(user=user).values_list("pk")
    return rows[:1]
