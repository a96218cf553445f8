from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas import clock
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation.reporting import registered_counts, turnout
from darbigas_kopienas.programme.access import Permission, may, may_anywhere, require
from darbigas_kopienas.programme.current import current_programme, programme_where
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.visitors import drawn_once
from darbigas_kopienas.submissions.answering import answer_form

from . import services
from .forms import CancelForm, HoldForm, NewSeminarForm, SeminarFilter, SeminarForm, SessionForm, TrainingForm
from .models import Seminar, TrainingProgramme

PER_PAGE = 20
HISTORY = 20


@require_GET
@drawn_once
def seminar_list(request: HttpRequest) -> HttpResponse:
    """Seminars to come, soonest first; the past ones behind their own address."""
    programme = current_programme(request)
    form = SeminarFilter(request.GET, programme=programme)
    wanted = form.cleaned_data if form.is_valid() else {}
    is_past = wanted.get("when") == "past"
    found = Seminar.objects.visible_to(request.user).filter(activity__programme=programme).for_lists()
    found = found.over_before(clock.today()) if is_past else found.ending_since(clock.today())
    if wanted.get("place"):
        found = found.filter(activity__municipality=wanted["place"])
    if wanted.get("audience"):
        found = found.filter(audience_group=wanted["audience"])
    found = found.about(wanted.get("topic", ""))
    return render(
        request,
        "seminars/seminar_list.html",
        {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "filter_form": form,
            "is_past": is_past,
            "is_filtered": any(wanted.get(name) for name in ("place", "audience", "topic")),
            "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_SEMINAR, programme.pk),
        },
    )


@require_GET
@drawn_once
def seminar_detail(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = _seminar_or_404(request, pk)
    scope, activity = seminar.scope, seminar.activity
    context: dict[str, Any] = {
        "seminar": seminar,
        "activity": activity,
        "sessions": activity.sessions.all(),
        "is_staff_side": may(request.user, Permission.SEE_STAFF, scope),
        "may_write": may(request.user, Permission.WRITE_SEMINAR, scope) and activity.state != "cancelled",
        "may_hold": may(request.user, Permission.RECORD_ATTENDANCE, scope)
        and activity.may_become("held")
        and activity.starts_on <= clock.today(),
        "may_cancel": may(request.user, Permission.WRITE_SEMINAR, scope) and activity.may_become("cancelled"),
    }
    if context["is_staff_side"]:
        context["registered"] = registered_counts([activity]).get(activity.pk, 0)
        context["turnout"] = turnout([activity]).of(activity.pk)
    if may(request.user, Permission.SEE_AUDIT, scope):
        context["history"] = Entry.objects.of(seminar)[:HISTORY]
    return render(request, "seminars/seminar_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def seminar_add(request: HttpRequest) -> HttpResponse:
    programme = _programme_to_write(request)
    form = NewSeminarForm(
        request.POST or None,
        initial={"contact_email": getattr(request.user, "email", ""), "is_published": True},
        programme=programme,
        user=request.user,
        permission=Permission.WRITE_SEMINAR,
    )

    def deed() -> str:
        fields = {
            name: value for name, value in form.cleaned_data.items() if name not in {"where", "day", "starts", "ends"}
        }
        seminar = services.plan_seminar(by=request.user, scope=form.scope, **fields)
        return reverse("seminars:seminar_detail", args=[seminar.pk])

    context = {"is_new": True, "cancel_url": reverse("seminars:seminar_list")}
    return answer_form(
        request, form, deed, template="seminars/seminar_form.html", context=context, done=_("The seminar is saved.")
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_edit(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = _seminar_to_write(request, pk)
    form = SeminarForm(
        request.POST or None, initial=SeminarForm.initial_of(seminar), programme=seminar.activity.programme
    )
    here = reverse("seminars:seminar_detail", args=[pk])

    def deed() -> str:
        services.edit_seminar(by=request.user, seminar=seminar, **form.cleaned_data)
        return here

    context = {"seminar": seminar, "cancel_url": here}
    return answer_form(
        request, form, deed, template="seminars/seminar_form.html", context=context, done=_("The seminar is saved.")
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_day_add(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = _seminar_to_write(request, pk)
    form = SessionForm(request.POST or None)
    here = reverse("seminars:seminar_detail", args=[pk])

    def deed() -> str:
        data = form.cleaned_data
        services.add_day(by=request.user, seminar=seminar, starts_at=data["starts_at"], ends_at=data["ends_at"])
        return here

    context = {"seminar": seminar, "cancel_url": here, "heading": _("Add a day"), "act": _("Add the day")}
    return answer_form(
        request, form, deed, template="seminars/seminar_deed.html", context=context, done=_("The day is added.")
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_day_edit(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    seminar = _seminar_to_write(request, pk)
    session = get_object_or_404(seminar.activity.sessions.all(), pk=session_pk)
    form = SessionForm(request.POST or None, initial=SessionForm.initial_from(session))
    here = reverse("seminars:seminar_detail", args=[pk])

    def deed() -> str:
        data = form.cleaned_data
        services.move_day(
            by=request.user, seminar=seminar, session=session, starts_at=data["starts_at"], ends_at=data["ends_at"]
        )
        return here

    context = {"seminar": seminar, "cancel_url": here, "heading": _("Move the day"), "act": _("Save the day")}
    return answer_form(
        request, form, deed, template="seminars/seminar_deed.html", context=context, done=_("The day is moved.")
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_hold(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = _seminar_or_404(request, pk)
    require(request.user, Permission.RECORD_ATTENDANCE, seminar.scope)
    form = HoldForm(request.POST or None, initial={"held_on": seminar.last_day})
    here = reverse("seminars:seminar_detail", args=[pk])

    def deed() -> str:
        held_on = form.cleaned_data["held_on"]
        services.hold_seminar(by=request.user, seminar=seminar, held_on=held_on, counts=form.counts)
        return here

    context = {
        "seminar": seminar,
        "cancel_url": here,
        "heading": _("The seminar was held"),
        "lead": _("Count those whose names were not taken; registered people are counted from the attendance list."),
        "act": _("Mark as held"),
    }
    return answer_form(
        request,
        form,
        deed,
        template="seminars/seminar_deed.html",
        context=context,
        done=_("The seminar is marked as held."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def seminar_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = _seminar_to_write(request, pk)
    form = CancelForm(request.POST or None)
    here = reverse("seminars:seminar_detail", args=[pk])

    def deed() -> str:
        services.cancel_seminar(by=request.user, seminar=seminar, reason=form.cleaned_data["reason"])
        return here

    context = {
        "seminar": seminar,
        "cancel_url": here,
        "heading": _("Cancel the seminar"),
        "lead": _("A cancelled seminar stays in the list as cancelled. This cannot be undone."),
        "act": _("Cancel the seminar"),
        "is_final": True,
    }
    return answer_form(
        request, form, deed, template="seminars/seminar_deed.html", context=context, done=_("The seminar is cancelled.")
    )


@require_GET
def training_list(request: HttpRequest) -> HttpResponse:
    """The catalogue: what can be taught. Public knowledge, approvals included."""
    programme = current_programme(request)
    trainings = TrainingProgramme.objects.visible_to(request.user).filter(programme=programme)
    return render(
        request,
        "seminars/training_list.html",
        {
            "page": Paginator(trainings.select_related("municipality"), PER_PAGE).get_page(request.GET.get("page")),
            "today": clock.today(),
            "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_SEMINAR, programme.pk),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def training_add(request: HttpRequest) -> HttpResponse:
    programme = _programme_to_write(request)
    form = TrainingForm(
        request.POST or None, user=request.user, permission=Permission.WRITE_SEMINAR, programme=programme
    )

    def deed() -> str:
        fields = {name: value for name, value in form.cleaned_data.items() if name != "where"}
        services.add_training_programme(by=request.user, scope=form.scope, **fields)
        return reverse("seminars:training_list")

    context = {"cancel_url": reverse("seminars:training_list")}
    return answer_form(
        request,
        form,
        deed,
        template="seminars/training_form.html",
        context=context,
        done=_("The training programme is saved."),
    )


def _seminar_or_404(request: HttpRequest, pk: int) -> Seminar:
    return get_object_or_404(Seminar.objects.visible_to(request.user).with_activity(), pk=pk)


def _seminar_to_write(request: HttpRequest, pk: int) -> Seminar:
    seminar = _seminar_or_404(request, pk)
    require(request.user, Permission.WRITE_SEMINAR, seminar.scope)
    return seminar


def _programme_to_write(request: HttpRequest) -> Programme:
    refused = _("Seminars are written by the municipality's coordinator.")
    return programme_where(request, Permission.WRITE_SEMINAR, refused)
