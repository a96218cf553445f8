"""A list as a file to take along: the format asked for, and the answer in pieces."""

from collections.abc import Iterator
from typing import cast

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from darbigas_kopienas.exchange import CONTENT_TYPES, file_name
from darbigas_kopienas.exchange.tables import Format

from .list_query import not_offered, refuse, require_known


def format_asked(request: HttpRequest, *, is_filtered: bool = False) -> Format:
    """`?format=`, a workbook where it says nothing. Raises UnknownWords for a format that there is not.

    So do all other words, unless the list is filtered: then its filter asks after them.
    """
    if not is_filtered:
        require_known(request.GET, {"format": None})
    kind = request.GET.get("format") or "xlsx"
    if kind not in CONTENT_TYPES:
        refuse({"format": not_offered(_("Format"), kind)})
    return cast("Format", kind)


def answer_table(pieces: Iterator[bytes], *, title: str, kind: Format) -> StreamingHttpResponse:
    """A download, named after its title."""
    answer = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(title, kind)}"'
    return answer
