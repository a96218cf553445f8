"""Which e-mails one wants: where one has signed in, and by the link below an e-mail."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.mailing import unsubscribe
from darbigas_kopienas.mailing.choices import Topic, unwanted_by
from darbigas_kopienas.mailing.services import choose
from darbigas_kopienas.pages.broken_links import BrokenMailChoiceLink
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import permissions_anywhere
from darbigas_kopienas.programme.actors import MAIL_CHOICE_LINK, Actor, actor_of
from darbigas_kopienas.values.email_addresses import masked

DONE = _("Noted.")


class ChoiceForm(forms.Form):
    """What is ticked is wanted."""

    wanted = forms.MultipleChoiceField(
        label=_("I want to receive"), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: object, *, offered: list[Topic], email: str) -> None:
        left = set(offered) - unwanted_by(email)
        super().__init__(data, initial={"wanted": sorted(left)})  # type: ignore[arg-type]  # QueryDict or None
        choices = [(topic.value, topic.label) for topic in offered]
        self.fields["wanted"].choices = choices  # type: ignore[attr-defined]  # a field of choices, above
        self.offered = offered

    @property
    def unwanted(self) -> list[str]:
        return [topic for topic in self.offered if topic not in self.cleaned_data["wanted"]]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def mail_choices(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = _form(request, user.email, is_of_work=bool(permissions_anywhere(user)))
    return _answer(request, form, by=user, email=user.email, of=user)


@csrf_exempt  # a mail program presses the button without having been here; the token says which address
@never_cache
@require_http_methods(["GET", "POST"])
def mail_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """By the link of one e-mail. `List-Unsubscribe=One-Click` (RFC 8058) ends its topic at once."""
    mail = unsubscribe.mail_behind(token)
    if mail is None:
        raise BrokenMailChoiceLink
    by, email = actor_of(request.user, MAIL_CHOICE_LINK), mail.to_email
    topic = unsubscribe.topic_of(mail)
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        choose(by=by, email=email, unwanted=[topic], offered=[topic], of=mail)
        return HttpResponse(DONE, content_type="text/plain; charset=utf-8")
    answer = _answer(request, _form(request, email, is_of_work=topic == Topic.WORK), by=by, email=email, of=mail)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _form(request: HttpRequest, email: str, *, is_of_work: bool) -> ChoiceForm:
    """News of work go to colleagues only; a link below another e-mail does not say whether its reader is one."""
    offered = [topic for topic in Topic if topic != Topic.WORK or is_of_work]
    return ChoiceForm(request.POST if request.method == "POST" else None, offered=offered, email=email)


def _answer(request: HttpRequest, form: ChoiceForm, *, by: Actor, email: str, of: Model) -> HttpResponse:
    def save() -> bool:
        return choose(by=by, email=email, unwanted=form.unwanted, offered=form.offered, of=of)

    context = {"address": masked(email), "is_own": isinstance(of, User)}
    action: Callable[[], bool] = save
    return answer_form(
        request, form, action, template="home/mail_choices.html", context=context, to=request.path, done=DONE
    )
