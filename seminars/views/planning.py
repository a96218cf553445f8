from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.submissions.answering import answer_form
from seminars import services
from seminars.forms import CancelForm, HoldForm, NewSeminarForm, SeminarForm, SessionForm

from .finding import programme_to_write, seminar_or_404, seminar_to_write


@login_required
@require_http_methods(["GET", "POST"])
def seminar_add(request: HttpRequest) -> HttpResponse:
    programme = programme_to_write(request)
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
    seminar = seminar_to_write(request, pk)
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
    seminar = seminar_to_write(request, pk)
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
    seminar = seminar_to_write(request, pk)
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
    seminar = seminar_or_404(request, pk)
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
    seminar = seminar_to_write(request, pk)
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
