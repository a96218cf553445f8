"""A list as a file to take along: the format asked for, and the answer in pieces."""

from collections.abc import Iterator
from typing import cast

from django.http import Http404, HttpRequest, StreamingHttpResponse

from darbigas_kopienas.exchange import CONTENT_TYPES, file_name
from darbigas_kopienas.exchange.tables import Format


def format_asked(request: HttpRequest) -> Format:
    """`?format=`, a workbook where it says nothing. Raises Http404 for a format that there is not."""
    kind = request.GET.get("format", "xlsx")
    if kind not in CONTENT_TYPES:
        raise Http404
    return cast("Format", kind)


def answer_table(pieces: Iterator[bytes], *, title: str, kind: Format) -> StreamingHttpResponse:
    """A download, named after its title."""
    answer = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(title, kind)}"'
    return answer
