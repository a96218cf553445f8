"""The bare domain, and what robots ask it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie


@require_safe
@vary_on_cookie
def front_door(request: HttpRequest) -> HttpResponseRedirect:
    """The bare address leads to the language that was chosen before, else to Latvian."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return HttpResponseRedirect(f"/{chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE}/")


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: /{language}/admin/" for language, _name in settings.LANGUAGES), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
