"""The page of one's place, for whoever holds its link."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.participation.registration import calendar, links, services
from darbigas_kopienas.participation.registration.at_the_door import is_read_at_the_door
from darbigas_kopienas.participation.registration.device import remember_place
from darbigas_kopienas.participation.registration.forms import ChangeForm
from darbigas_kopienas.participation.registration.links import place_or_404
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.offer import Offer, near_schools
from darbigas_kopienas.participation.registration.place import Place
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, actor_of
from darbigas_kopienas.values.calendars import answer_calendar
from darbigas_kopienas.web.request_limits import PRIVATE

Ending = Registration.Ending


def holders_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address is the key: kept by no cache and found by no search engine."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        page = view(request, *args, **kwargs)
        page["Cache-Control"] = PRIVATE
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page

    return answer


@holders_only
@require_GET
def place_detail(request: HttpRequest, token: str) -> HttpResponse:
    registration = place_or_404(links.PLACE, token)
    if is_read_at_the_door(request.user, registration):
        return render(request, "participation/registration/place_at_the_door.html", about(registration))
    schools = near_schools(registration) if Place(registration).may_change else []
    context = {**about(registration), "near_schools": schools}
    page = render(request, "participation/registration/place_detail.html", context)
    remember_place(request, page, registration)
    return page


@holders_only
@require_POST
def place_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The offered seat, taken with one tap."""
    registration = place_or_404(links.PLACE, token)
    by = actor_of(request.user, PLACE_LINK)
    return answer_form(
        request,
        forms.Form(request.POST),
        lambda: services.accept_offer(by=by, registration=registration),
        template="participation/registration/place_detail.html",
        context=about(registration),
        done=_("The seat is yours."),
        to=links.place_path,
    )


@holders_only
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
    return answer_form(
        request,
        form,
        lambda: services.change(by=by, registration=registration, is_own=True, **form.changes),
        template="participation/registration/place_change.html",
        context={
            **about(registration),
            "take_part": Offer(registration.activity, enrolment),
            "near_schools": near_schools(registration),
        },
        done=_("Your registration is changed."),
        to=links.place_path,
    )


@holders_only
@require_http_methods(["GET", "POST"])
def place_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Opened from the letter, pressed once: the place is free for the next in line."""
    registration = place_or_404(links.PLACE, token)
    place_path = links.place_path(registration)
    if request.method == "GET" and not registration.is_active:
        return redirect(place_path)
    by = actor_of(request.user, PLACE_LINK)
    return answer_form(
        request,
        forms.Form(request.POST),
        lambda: services.cancel_registration(by=by, registration=registration, ending=Ending.SELF),
        template="participation/registration/place_cancel.html",
        context=about(registration),
        done=_("Your registration is cancelled."),
        to=place_path,
    )


@holders_only
@require_http_methods(["GET", "POST"])
def place_verify(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link: whoever opens it reads that address. Programs that open every link press no button."""
    registration = place_or_404(links.MAILED, token)
    return answer_form(
        request,
        forms.Form(request.POST),
        lambda: services.open_mailed_link(by=MAILED_LINK, registration=registration),
        template="participation/registration/place_verify.html",
        context=about(registration),
        done=_("Your address is confirmed."),
        to=links.place_path,
    )


@require_GET
def place_calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """The activity of one registration, for whoever holds the link to the place."""
    registration = place_or_404(links.PLACE, token)
    return answer_calendar(request, calendar.file_of(registration), name="pasakums")


def about(registration: Registration) -> dict[str, object]:
    place = Place(registration)
    return {"place": place, "registration": registration, "activity": registration.activity, "form": None}
