"""The pages of the facts of a grant, the same for every kind: the list, the form, the question before a row goes."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, require, require_anywhere
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme

from . import services
from .kinds import FactKind, Row
from .overview import next_to_fill, parts_of


def _programme_or_404(request: SignedInRequest, pk: int) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)


def _row_to_write(request: SignedInRequest, kind: FactKind, programme_pk: int, pk: int) -> Row:
    """Raises PermissionDenied before it says whether there is such a row."""
    row = kind.rows(programme_pk).select_related("programme").filter(pk=pk).first()
    programme = _programme_or_404(request, programme_pk) if row is None else row.programme
    require(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    if row is None:
        raise Http404
    return row


def _frame(kind: FactKind, programme: Programme) -> dict[str, object]:
    return {"kind": kind, "programme": programme, "list_url": kind.address(programme.pk)}


@login_required
@require_GET
def fact_list(request: SignedInRequest, programme_pk: int, kind: FactKind) -> HttpResponse:
    require_known(request.GET, {})
    programme = _programme_or_404(request, programme_pk)
    require_anywhere(request.user, kind.see, programme.pk)
    may_write = may(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    rows = list(kind.rows_seen_by(request.user, programme.pk))
    kind.read_along(request.user, rows)
    lines = [
        {
            "row": row,
            "line": kind.line(row),
            "edit_url": kind.address(programme.pk, "edit", row.pk),
            "remove_url": kind.address(programme.pk, "remove", row.pk),
            "move_url": kind.address(programme.pk, "move", row.pk) if kind.is_in_order else "",
        }
        for row in rows
    ]
    context = {**kind.list_context(rows), **_frame(kind, programme), "lines": lines, "may_write": may_write}
    context["add_url"] = kind.address(programme.pk, "add")
    if lines and may_write:
        context["next_part"] = next_to_fill(parts_of(request.user, programme), kind)
    return render(request, kind.list_template, context)


@login_required
@require_http_methods(["GET", "POST"])
def fact_add(request: SignedInRequest, programme_pk: int, kind: FactKind) -> HttpResponse:
    programme = _programme_or_404(request, programme_pk)
    require(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    form = kind.form(request.POST or None, request.FILES or None, programme=programme, reader=request.user)
    return answer_form(
        request,
        form,
        lambda: services.add_fact(by=request.user, kind=kind, programme=programme, fields=form.cleaned_data),
        template=kind.form_template,
        context={**_frame(kind, programme), "heading": kind.words.add},
        done=_saved,
        to=kind.address(programme.pk),
    )


@login_required
@require_http_methods(["GET", "POST"])
def fact_edit(request: SignedInRequest, programme_pk: int, pk: int, kind: FactKind) -> HttpResponse:
    row = _row_to_write(request, kind, programme_pk, pk)
    form = kind.form(request.POST or None, request.FILES or None, programme=row.programme, row=row, reader=request.user)
    context = {**_frame(kind, row.programme), "heading": kind.words.edit, "row": row, "title": str(row)}
    context["history"] = history_about(request.user, row)
    return answer_form(
        request,
        form,
        lambda: services.edit_fact(by=request.user, kind=kind, row=row, fields=form.cleaned_data),
        template=kind.form_template,
        context=context,
        done=_saved,
        to=kind.address(row.programme_id),
    )


@login_required
@require_http_methods(["GET", "POST"])
def fact_remove(request: SignedInRequest, programme_pk: int, pk: int, kind: FactKind) -> HttpResponse:
    """Asks first; where something relies on the row, says what."""
    row = _row_to_write(request, kind, programme_pk, pk)
    context = {**_frame(kind, row.programme), "row": row, "title": str(row)}
    if request.method == "GET":
        context["in_use"] = services.relying_on(kind, row)
    return answer_form(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: services.remove_fact(by=request.user, kind=kind, row=row),
        template="programme/facts/fact_remove.html",
        context=context,
        done=_("Removed: %(what)s") % {"what": row},
        to=kind.address(row.programme_id),
    )


@login_required
@require_POST
def fact_move(request: SignedInRequest, programme_pk: int, pk: int, kind: FactKind) -> HttpResponse:
    row = _row_to_write(request, kind, programme_pk, pk)
    step = 1 if request.POST.get("step") == "later" else -1
    return answer_button(
        request,
        lambda: services.move_fact(by=request.user, kind=kind, row=row, step=step),
        to=kind.address(row.programme_id),
    )


def _saved(row: object) -> str:
    return _("Saved: %(what)s") % {"what": row}
