"""The request as the web server hands it in, before any middleware: nothing claimed of it may end in a bare 500."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.http import parse_header_parameters


class PortalRequest(WSGIRequest):
    """Our pages send UTF-8, so no other letters are tried; who claims them is refused by GuardMiddleware.

    Python knows a hundred codings more, some of them none of text. Django takes whichever is named, and reads the
    address with it while the request is made, where no error page can be drawn yet.
    """

    claims_other_letters = False

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, TypeError, LookupError):
            self.content_type, self.content_params = "", {"charset": "unreadable"}
        charset = self.content_params.pop("charset", "utf-8")
        self.claims_other_letters = charset.lower().replace("_", "-") not in {"utf-8", "utf8"}

    def _load_post_and_files(self) -> None:
        """Raises MultiPartParserError (a 400) where the header of a part breaks Python's own reader."""
        try:
            super()._load_post_and_files()
        except (TypeError, LookupError) as error:
            self._mark_post_parse_error()  # type: ignore[attr-defined]  # the stubs do not know it
            raise MultiPartParserError("the header of a part cannot be read") from error


class PortalHandler(WSGIHandler):
    request_class = PortalRequest
