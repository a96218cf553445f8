from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

# Where somebody without a factor may still go: to enrol, to sign out, to switch the language.
_OPEN_PREFIXES = ("mfa_", "account_")
_OPEN_PATHS = ("/static/", "/healthz", "/readyz", "/metrics")


class SecondFactorMiddleware:
    """Sends every role but the teacher's, without a second factor, to where one is chosen; allauth has no such setting.

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
        is_lacking = user.is_authenticated and user.needs_second_factor and not user.has_second_factor
        return redirect("mfa_index") if is_lacking else None
