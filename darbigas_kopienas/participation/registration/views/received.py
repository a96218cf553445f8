"""After a guest has registered: where the letter went, once more, or to the right address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.pages.forms import answer_button, attempt
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.registration import services
from darbigas_kopienas.participation.registration.errors import AlreadyRegistered, NotActive
from darbigas_kopienas.participation.registration.forms import AddressForm
from darbigas_kopienas.participation.registration.just_registered import JustRegistered, just_registered, remember
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.actors import VISITOR
from darbigas_kopienas.web.rate_limits import is_over_limit

from .form import enrolment_or_404, require_unhurried

MOST_RESENT, MOST_ASKED, IN_SECONDS = 20, 30, 600  # from one network: a school sits behind one address
TOO_MANY, REFUSED = 429, 422


@never_cache
@require_GET
def register_received(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a visitor's registration leads, whether the address was known here or not: the rest is in the letter."""
    activity = enrolment_or_404(request, pk).activity
    context = {
        "activity": activity,
        "sessions": activity.sessions.all(),
        "page_path": page_of(activity) or "",
        "known": just_registered(request, pk),
    }
    return render(request, "participation/registration/register_received.html", context)


@never_cache
@require_POST
def register_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter once more, to the address that this browser has just registered."""
    activity, known = enrolment_or_404(request, pk).activity, just_registered(request, pk)
    here = reverse("participation:register_received", args=[pk])
    if is_over_limit(request, "resend-place", most=MOST_RESENT, seconds=IN_SECONDS):
        return render(request, "429.html", status=TOO_MANY)
    if known is None:
        return redirect(here)
    return answer_button(
        request,
        lambda: services.send_link_again(by=VISITOR, activity=activity, email=known.email),
        done=_("The e-mail is on its way. It is sent at most once an hour."),
        to=here,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def register_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The address was mistyped: only the browser that registered may say so, while nobody has confirmed it."""
    enrolment, known = enrolment_or_404(request, pk), just_registered(request, pk)
    here = reverse("participation:register_received", args=[pk])
    if known is None:
        return redirect(here)
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": known.email})
    corrected: list[JustRegistered] = []
    if request.method == "POST":
        outcome = attempt(
            request,
            form,
            lambda: corrected.append(_corrected(request, enrolment, known, form.cleaned_data["email"])),
            done=_("The address is corrected. We have written to it."),
            to=here,
        )
        if isinstance(outcome, HttpResponse):
            for about in corrected:
                remember(outcome, about)
            return outcome
    context = {"activity": enrolment.activity, "form": form, "cancel_url": here}
    status = REFUSED if request.method == "POST" else 200
    return render(request, "participation/registration/register_correct.html", context, status=status)


def _corrected(request: HttpRequest, enrolment: Enrolment, known: JustRegistered, email: str) -> JustRegistered:
    """Alike for both: a place that was made moves to the address; where none was made, it is made now."""
    require_unhurried(request, email)
    registration = known.registration
    if known.place and registration is None:
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if registration is not None:
        made = services.correct_address(by=VISITOR, registration=registration, email=email)
    else:
        made = _registered_now(enrolment, known, email)
    return known.moved(email, made.pk if made else 0)


def _registered_now(enrolment: Enrolment, known: JustRegistered, email: str) -> Registration | None:
    answers = {int(question): text for question, text in known.answers.items()}
    who = services.Participant(
        name=known.name, email=email, school=known.school, shows_name=known.shows_name, answers=answers
    )
    try:
        return services.register(
            by=VISITOR, activity=enrolment.activity, participant=who, via=Registration.Via.GUEST
        )  # fmt: skip
    except AlreadyRegistered:
        services.send_link_again(by=VISITOR, activity=enrolment.activity, email=email)
        return None


@never_cache
@require_http_methods(["GET", "POST"])
def place_find(request: HttpRequest) -> HttpResponse:
    """Whoever lost the link types the address; the answer is the same whether anything is known of it."""
    form = AddressForm(request.POST if request.method == "POST" else None, is_asked_back=False)
    is_sent = False
    if request.method == "POST":
        if is_over_limit(request, "find-place", most=MOST_ASKED, seconds=IN_SECONDS):
            return render(request, "429.html", status=TOO_MANY)
        if form.is_valid():
            services.send_links(by=VISITOR, email=form.cleaned_data["email"])
            is_sent = True
    context = {"form": form, "is_sent": is_sent, "email": form.cleaned_data.get("email", "") if is_sent else ""}
    status = REFUSED if request.method == "POST" and not is_sent else 200
    page = render(request, "participation/registration/place_find.html", context, status=status)
    page["X-Robots-Tag"] = "noindex, nofollow"
    return page
