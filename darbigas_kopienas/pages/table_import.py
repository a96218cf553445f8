"""What a table's view answers: choose a file, look at what it would do, write all of it or nothing."""

import io
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import CONTENT_TYPES, Sheet, file_name, imports, write_workbook
from darbigas_kopienas.exchange.imports import Headings
from darbigas_kopienas.exchange.tables import Column
from darbigas_kopienas.exchange.workbook_guard import TableRefused, UnreadableFile
from darbigas_kopienas.pages.forms import content_of
from darbigas_kopienas.submissions.services.submissions import once
from darbigas_kopienas.values import clock
from darbigas_kopienas.web.security_log import Event, Outcome, note

MOST_SHOWN = 100


class TableForm(forms.Form):
    """The file; rooms add what else they have to ask."""

    table = forms.FileField(
        label=_("Table"),
        help_text=_("Excel (.xlsx) or CSV, with the headings of the template, where they are in row 3."),
    )


def answer_template(
    headings: Headings, title: str, rows: Iterable[Sequence[object]] = (), *, money: Collection[str] = ()
) -> HttpResponse:
    """A workbook with the headings that the import knows, and the rows that there are; `money` are keys of sums."""
    columns = [Column(str(word), "money" if key in money else "text") for key, word in headings.items()]
    sheet = Sheet(title, columns, rows)
    file = io.BytesIO()
    write_workbook(file, [sheet], title=title, created_at=clock.now())
    answer = HttpResponse(file.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(title, "xlsx")}"'
    return answer


def answer_import(
    request: HttpRequest,
    form: TableForm,
    resource_of: Callable[[], object],
    *,
    headings: Headings,
    owner: str,
    done_url: str,
    context: dict[str, object],
    most: int = imports.MOST_ROWS,
    require_fit: Callable[[imports.Table], None] | None = None,
) -> HttpResponse:
    """`resource_of` is called once the form is valid. `owner` ties the page to the person and to what is written.
    `most` is how many rows at once. `require_fit` raises TableRefused for what is not even to be shown back.

    Three answers: the empty form; the preview with the sealed table in it; what was done, once, and its page.
    """
    context = {**context, "form": form, "done_url": done_url, "here": request.path}
    if request.method != "POST":
        return _page(request, context, status=200)
    if "sealed" in request.POST:
        return _write(request, form, resource_of, headings=headings, owner=owner, done_url=done_url, context=context)
    if form.is_valid():
        file = form.cleaned_data["table"]
        try:
            dataset = imports.read_table(file, file.name, headings, most=most)
            if require_fit is not None:
                require_fit(dataset)
        except UnreadableFile as error:
            note(Event.UPLOAD, Outcome.REFUSED, reason=type(error).__name__)
            form.add_error("table", str(error))
        else:
            seen = imports.preview(resource_of(), dataset, headings)
            context |= {"preview": seen, "sealed": imports.seal(dataset, owner=owner)}
            return _page(request, context, status=200 if seen.may_be_written else 422)
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 422) -> HttpResponse:
    """With the preview's rows as they are shown: wrong ones first, never thousands of them."""
    seen = context.get("preview")
    if isinstance(seen, imports.Preview):
        rows = sorted(seen.rows, key=lambda row: not row.errors)
        context = {
            **context,
            "shown": [_Shown(row, seen.headings) for row in rows[:MOST_SHOWN]],
            "hidden": max(0, len(rows) - MOST_SHOWN),
            "news": seen.count("new"),
            "changes": seen.count("update"),
            "same": seen.count("skip"),
            "wrong": len(seen.wrong),
        }
    return render(request, "submissions/table_import.html", context, status=status)


@dataclass(frozen=True)
class _Shown:
    """A row with its headings beside its cells, for the cards of a phone."""

    row: imports.PreviewRow
    headings: Sequence[str]

    @property
    def labelled(self) -> list[tuple[str, str]]:
        return list(zip(self.headings, self.row.cells, strict=True))


class _NotWritten(ValidationError):
    """Something changed between the look and the writing; nothing was written."""


def _write(
    request: HttpRequest,
    form: TableForm,
    resource_of: Callable[[], object],
    *,
    headings: Headings,
    owner: str,
    done_url: str,
    context: dict[str, object],
) -> HttpResponse:
    file = form.fields.pop("table")  # what was looked at comes sealed
    try:
        is_valid = form.is_valid()
        form.fields = {"table": file, **form.fields}  # for choosing anew where this is refused
        if not is_valid:
            raise TableRefused(" ".join(str(text) for texts in form.errors.values() for text in texts))
        dataset = imports.unseal(request.POST["sealed"], owner=owner)
    except UnreadableFile as error:
        form.add_error(None, str(error))
        return _page(request, context)

    def write() -> str:
        written = imports.write(resource_of(), dataset, headings)
        if not written.may_be_written:
            context["preview"] = written
            raise _NotWritten(_("Nothing was written: something has changed meanwhile. Look at the rows again."))
        return done_url

    try:
        key = request.POST.get("submission_key", "")
        url = once(by=request.user, key=key, content=content_of(request), form=owner, action=write)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, {**context, "sealed": request.POST["sealed"]})
    messages.success(request, _("The table is written."))
    return redirect(url)
