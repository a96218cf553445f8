"""Taking a place, with an account or without, and the page of one's place."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.page_cache import from_memory
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.finding import invitation_in, place_or_404
from darbigas_kopienas.participation.models import Enrolment, Invitation, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.device import remember_place
from darbigas_kopienas.participation.registration.forms import ChangeForm, RegisterForm
from darbigas_kopienas.participation.registration.offer import Offer, offer_for
from darbigas_kopienas.participation.registration.place import Place
from darbigas_kopienas.people.services import name_account
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, VISITOR, actor_of
from darbigas_kopienas.web.rate_limits import is_over_limit
from darbigas_kopienas.web.request_limits import PRIVATE

MOST_GUESTS, IN_SECONDS = 100, 600  # from one network: a council's whole house may come, a machine that fills lists not
Via, Ending = Registration.Via, Registration.Ending
IF_THERE = {
    # other parts of taking part put themselves on the place's page by these names
    "check_in_here": ["participation/_check_in_here.html", "participation/_nothing.html"],
    "for_participants": ["participation/_for_participants.html", "participation/_nothing.html"],
}


def _holders_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address is the key: kept by no cache and found by no search engine."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = view(request, *args, **kwargs)
        page["Cache-Control"] = PRIVATE
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page

    return answer


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The form on a page of its own: where the seminar's form is answered, and where an invitation leads."""
    enrolment = _enrolment_or_404(request, pk)
    if request.method == "POST" and _comes_in_vain(request, enrolment):
        return _sold_out(request, enrolment.activity)
    activity, invitation = enrolment.activity, invitation_in(request, enrolment.activity)
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        initial=_invited(invitation),
        questions=enrolment.questions.all() if enrolment.has_questions else (),
        user=request.user,
        enrolment=enrolment,
    )
    asked_again: list[str] = []

    def deed() -> str:
        try:
            return links.place_path(_register(request, enrolment, form, invitation))
        except services.AlreadyRegistered as error:
            if own := Registration.objects.own(request.user).standing().filter(activity=activity).first():
                return links.place_path(own)
            asked_again.append(str(form.cleaned_data.get("email") or getattr(request.user, "email", "")))
            again = _("This address is already registered. We have sent the link to the place to it once more.")
            raise services.AlreadyRegistered(again, code="registered") from error

    # read only where the page is drawn: a registration that succeeds needs none of it
    context = {
        "take_part": SimpleLazyObject(lambda: offer_for(request, activity, form)),
        "activity": activity,
        "sessions": activity.sessions.all(),
    }
    page = answer_form(
        request, form, deed, template="participation/register.html", context=context,
        done=_("Your registration has been received."),
    )  # fmt: skip
    for email in asked_again:
        services.send_link_again(by=VISITOR, activity=activity, email=email)
    return page


def _enrolment_or_404(request: HttpRequest, activity: int) -> Enrolment:
    if request.user.is_authenticated:
        return get_object_or_404(Enrolment.objects.visible_to(request.user).with_activity(), activity=activity)
    enrolment = services.published_enrolment(activity)
    if enrolment is None:
        raise Http404
    return enrolment


def _comes_in_vain(request: HttpRequest, enrolment: Enrolment) -> bool:
    """A visitor among the many who press when the last seat is gone: not the one who has it, pressing twice."""
    if request.user.is_authenticated or not services.is_sold_out(enrolment):
        return False
    return not services.has_place(enrolment.activity_id, request.POST.get("email", "").replace("\x00", ""))


def _sold_out(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same page for all of them: it has no form any more, so there is nothing typed to be kept."""
    context = {
        "take_part": SimpleLazyObject(lambda: offer_for(request, activity)),
        "activity": activity,
        "sessions": activity.sessions.all(),
    }
    page = from_memory(request, lambda: render(request, "participation/register.html", context))
    page.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return page


def _invited(invitation: Invitation | None) -> dict[str, Any]:
    if invitation is None:
        return {}
    about = {name: getattr(invitation, name) for name in ("name", "email", "school")}
    return {**about, "invitation": links.token(links.INVITATION, invitation.pk)}


def _register(
    request: HttpRequest, enrolment: Enrolment, form: RegisterForm, invitation: Invitation | None
) -> Registration:
    """Of a valid form."""
    typed = {name: form.cleaned_data[name] for name in ("name", "email", "school", "shows_name") if name in form.fields}
    if request.user.is_authenticated:
        if "name" in typed:
            name_account(user=request.user, name=typed["name"])
        participant = services.Participant.signed_in(request.user, answers=form.answers, **typed)
    else:
        _require_unhurried(request)
        participant = services.Participant(answers=form.answers, **typed)
    return services.register(
        by=actor_of(request.user, VISITOR),
        activity=enrolment.activity,
        participant=participant,
        via=Via.SELF if request.user.is_authenticated else Via.GUEST,
        invitation=invitation,
    )


def _require_unhurried(request: HttpRequest) -> None:
    """A guest's registration takes a seat and sends a letter to whatever address is typed.

    Raises ValidationError: what was typed stays in the form.
    """
    if is_over_limit(request, "register", most=MOST_GUESTS, seconds=IN_SECONDS, is_each_process_alone=True):
        often = _("Very many registrations came from your network. Wait ten minutes and send the form again.")
        raise ValidationError(often, code="too_often")


@_holders_only
@require_GET
def place_detail(request: HttpRequest, token: str) -> HttpResponse:
    registration = place_or_404(links.PLACE, token)
    page = render(request, "participation/place_detail.html", _about(registration))
    remember_place(request, page, registration)
    return page


@_holders_only
@require_POST
def place_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The offered seat, taken with one tap."""
    registration = place_or_404(links.PLACE, token)

    by = actor_of(request.user, PLACE_LINK)

    def deed() -> str:
        return links.place_path(services.accept_offer(by=by, registration=registration))

    return answer_form(
        request, forms.Form(request.POST), deed, template="participation/place_detail.html",
        context=_about(registration), done=_("The seat is yours."),
    )  # fmt: skip


@_holders_only
@require_http_methods(["GET", "POST"])
def place_change(request: HttpRequest, token: str) -> HttpResponse:
    """Name, school, answers and consent, until the deadline."""
    registration = place_or_404(links.PLACE, token)
    enrolment = registration.activity.enrolment
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial=ChangeForm.initial_of(registration),
        questions=enrolment.questions.all(),
        enrolment=enrolment,
    )

    by = actor_of(request.user, PLACE_LINK)

    def deed() -> str:
        services.change(by=by, registration=registration, is_own=True, **form.changes)
        return links.place_path(registration)

    context = {**_about(registration), "take_part": Offer(registration.activity, enrolment)}
    return answer_form(
        request, form, deed, template="participation/place_change.html", context=context,
        done=_("Your registration is changed."),
    )  # fmt: skip


@_holders_only
@require_http_methods(["GET", "POST"])
def place_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Opened from the letter, pressed once: the place is free for the next in line."""
    registration = place_or_404(links.PLACE, token)
    place_path = links.place_path(registration)
    if request.method == "GET" and not registration.is_standing:
        return redirect(place_path)

    by = actor_of(request.user, PLACE_LINK)

    def deed() -> str:
        services.cancel_registration(by=by, registration=registration, ending=Ending.SELF)
        return place_path

    return answer_form(
        request, forms.Form(request.POST), deed, template="participation/place_cancel.html",
        context=_about(registration), done=_("Your registration is cancelled."),
    )  # fmt: skip


@_holders_only
@require_http_methods(["GET", "POST"])
def place_verify(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link: whoever opens it reads that address. Programs that open every link press no button."""
    registration = place_or_404(links.MAILED, token)

    def deed() -> str:
        return links.place_path(services.open_mailed_link(by=MAILED_LINK, registration=registration))

    return answer_form(
        request, forms.Form(request.POST), deed, template="participation/place_verify.html",
        context=_about(registration), done=_("Your address is confirmed."),
    )  # fmt: skip


def _about(registration: Registration) -> dict[str, Any]:
    place = Place(registration)
    return {"place": place, "registration": registration, "activity": registration.activity, "form": None, **IF_THERE}
