"""The form by which somebody takes a place, with an account or without."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.forms import attempt
from darbigas_kopienas.pages.page_cache import drawn_once, from_memory
from darbigas_kopienas.participation.enrolment.errors import NoSeatLeft
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.registration import links, services
from darbigas_kopienas.participation.registration.errors import AlreadyRegistered
from darbigas_kopienas.participation.registration.forms import RegisterForm
from darbigas_kopienas.participation.registration.invitations.links import invitation_in
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.just_registered import JustRegistered, remember
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.offer import offer_for
from darbigas_kopienas.participation.registration.prepared import has_place, is_sold_out, published_enrolment
from darbigas_kopienas.people.services import name_account
from darbigas_kopienas.programme.actors import VISITOR, actor_of
from darbigas_kopienas.submissions.services.submissions import is_sent
from darbigas_kopienas.values import signed_tokens
from darbigas_kopienas.web.rate_limits import is_over, is_over_limit

MOST_FOR_ONE, MOST_IN_ALL, HOUR = 30, 5_000, 3_600  # of one address typed, of all; a popular seminar has hundreds
MOST_GUESTS, IN_SECONDS = 100, 600  # from one network: a council's whole house may come, a machine that fills lists not


@require_http_methods(["GET", "POST"])
@drawn_once
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The form on a page of its own: where the seminar's form is answered, and where an invitation leads."""
    enrolment = enrolment_or_404(request, pk)
    if request.method == "POST" and _comes_in_vain(request, enrolment):
        return _sold_out(request, enrolment.activity)
    activity = enrolment.activity
    token = request.POST.get("invitation") or request.GET.get("invitation")
    invitation = invitation_in(token, activity) if token else None
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        initial=_invited(invitation),
        questions=enrolment.questions.all() if enrolment.has_questions else (),
        user=request.user,
        enrolment=enrolment,
    )
    outcome: HttpResponse | ValidationError | None = None
    made: list[Registration | None] = []
    if request.method == "POST" and form.is_valid():
        outcome = attempt(
            request,
            form,
            lambda: _take_place(request, enrolment, form, invitation, made),
            done=lambda registration: _("Your registration has been received.") if registration else "",
            to=lambda registration: links.place_path(registration) if registration else _received_path(pk),
        )
        if isinstance(outcome, HttpResponse):
            return _remembered(outcome, form, pk, made) if not request.user.is_authenticated else outcome
    context = {
        "take_part": offer_for(request, activity, form),
        "activity": activity,
        "sessions": activity.sessions.all(),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    page = render(request, "participation/registration/register.html", context, status=status)
    if isinstance(outcome, AlreadyRegistered | NoSeatLeft):
        email = str(form.cleaned_data.get("email") or getattr(request.user, "email", ""))
        services.send_link_again(by=VISITOR, activity=activity, email=email)
    return page


def _received_path(activity: int) -> str:
    return reverse("participation:register_received", args=[activity])


def enrolment_or_404(request: HttpRequest, activity: int) -> Enrolment:
    if request.user.is_authenticated:
        return get_object_or_404(Enrolment.objects.visible_to(request.user).with_activity(), activity=activity)
    enrolment = published_enrolment(activity)
    if enrolment is None:
        raise Http404
    return enrolment


def _comes_in_vain(request: HttpRequest, enrolment: Enrolment) -> bool:
    """A visitor among the many who press when the last seat is gone: not the one who has it, pressing twice.

    Whoever has a place already is answered as everybody else, and gets the link to it.
    """
    if request.user.is_authenticated or not is_sold_out(enrolment):
        return False
    if is_sent(request.POST.get("submission_key", "")):
        return False
    email = request.POST.get("email", "").replace("\x00", "")
    if has_place(enrolment.activity_id, email):
        services.send_link_again(by=VISITOR, activity=enrolment.activity, email=email)
    return True


def _sold_out(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same page for all of them: it has no form any more, so there is nothing typed to be kept."""
    context = {
        "take_part": SimpleLazyObject(lambda: offer_for(request, activity)),
        "activity": activity,
        "sessions": activity.sessions.all(),
    }
    page = from_memory(request, lambda: render(request, "participation/registration/register.html", context))
    page.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return page


def _invited(invitation: Invitation | None) -> dict[str, object]:
    if invitation is None:
        return {}
    about = {name: getattr(invitation, name) for name in ("name", "email", "school")}
    return {**about, "invitation": signed_tokens.token(links.INVITATION, invitation.pk)}


def _take_place(
    request: HttpRequest,
    enrolment: Enrolment,
    form: RegisterForm,
    invitation: Invitation | None,
    made: list[Registration | None],
) -> Registration | None:
    """Of whoever signed in, or the one that they have already. Raises AlreadyRegistered where that is not theirs.

    None for a visitor: whether the address was known here is told to its owner alone, by a letter; `made` holds it.
    """
    try:
        registration = _register(request, enrolment, form, invitation)
    except AlreadyRegistered as error:
        if not request.user.is_authenticated:
            services.send_link_again(by=VISITOR, activity=enrolment.activity, email=form.cleaned_data["email"])
            made.append(None)
            return None
        own = Registration.objects.own(request.user).active().filter(activity=enrolment.activity).first()
        if own is not None:
            return own
        again = _("This address is already registered. We have sent the link to the place to it once more.")
        raise AlreadyRegistered(again, code="registered") from error
    made.append(registration)
    return registration if request.user.is_authenticated else None


def _remembered(
    answer: HttpResponse, form: RegisterForm, activity: int, made: list[Registration | None]
) -> HttpResponse:
    """The guest's browser may correct what it has just sent; a second tap, which made nothing, changes nothing."""
    for registration in made:
        data = form.cleaned_data
        about = JustRegistered(
            activity=activity,
            email=data["email"],
            place=registration.pk if registration else 0,
            name=data["name"],
            school=data["school"],
            shows_name=bool(data.get("shows_name")),
            answers={str(question): text for question, text in form.answers.items()},
        )
        remember(answer, about)
    return answer


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
        require_unhurried(request, str(form.cleaned_data["email"]))
        participant = services.Participant(answers=form.answers, **typed)
    return services.register(
        by=actor_of(request.user, VISITOR),
        activity=enrolment.activity,
        participant=participant,
        via=Registration.Via.SELF if request.user.is_authenticated else Registration.Via.GUEST,
        invitation=invitation,
    )


def require_unhurried(request: HttpRequest, email: str) -> None:
    """A guest's registration takes a seat and sends a letter to whatever address is typed.

    Raises ValidationError: what was typed stays in the form. Counted by process, since the database has enough to do.
    """
    for whose, most in ((email.lower(), MOST_FOR_ONE), ("everybody", MOST_IN_ALL)):
        if is_over("register_hour", whose, most=most, seconds=HOUR, is_each_process_alone=True):
            raise ValidationError(_("Very many registrations came within an hour. Try again later."), code="too_often")
    if is_over_limit(request, "register", most=MOST_GUESTS, seconds=IN_SECONDS, is_each_process_alone=True):
        often = _("Very many registrations came from your network. Wait ten minutes and send the form again.")
        raise ValidationError(often, code="too_often")
