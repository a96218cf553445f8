"""What comes over plain http: a person who typed the address is led to https, everything else is refused in words.

A program that were led there would go on sending its secret address, or what its form holds, over plain http first.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from django.utils.translation import gettext as _


class PlainHttpMiddleware(SecurityMiddleware):
    def process_request(  # type: ignore[override]  # the stubs know of the redirect alone
        self, request: HttpRequest
    ) -> HttpResponseBase | None:
        redirect: HttpResponseBase | None = super().process_request(request)
        if redirect is None or _is_page_opened(request):
            return redirect
        with translation.override(translation.get_language_from_request(request, check_path=True)):
            sentence = _("This address answers over https only.")
        return HttpResponse(sentence, status=403, content_type="text/plain; charset=utf-8")


def _is_page_opened(request: HttpRequest) -> bool:
    """A browser says of the pages that it opens, and of nothing else that it asks for, that it wants HTML."""
    return request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("Accept", "")
