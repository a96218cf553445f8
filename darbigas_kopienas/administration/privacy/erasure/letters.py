"""What the person hears of their request, and who hears that it waits for an answer.

No letter to a colleague names the person: it would still do so in the mailbox when nothing else does.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.administration.people.languages import language_of
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import FORGETS_ADDRESS, OutgoingMail, Reason, State
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.programme.actors import Actor

from .models import ErasureRequest, ErasureRequestQuerySet
from .programmes import answerers_of
from .stays import Stays, remainders_in

ASKED, REFUSED, DONE = "erasure_asked", "erasure_refused", "erasure_done"
WAITING = "erasure_waiting"
A_DAY = timedelta(days=1)


def write_to_person(*, by: Actor, request: ErasureRequest, template: str) -> None:
    """Inside the transaction that asks or answers. Nothing to an address that nobody proved: it may be a stranger's."""
    person = request.target
    if address := _address_of(person):
        _queue(by, request, template, to=address, user=person.user, context={"request": request.pk})


def write_last_letter(*, by: Actor, request: ErasureRequest, stays: dict[str, list[Stays]]) -> None:
    """That the data are erased: written before the address is, inside the same transaction.

    It takes its own copy along, which is forgotten as soon as it has left or is given up
    (`OutgoingMail.objects.last_to_leave`).
    """
    if address := _address_of(request.target):
        rows = stays.get(language_of(request.target), [])
        context = {"request": request.pk, FORGETS_ADDRESS: True, "stays": rows}
        _queue(by, request, DONE, to=address, user=None, context=context)


def _address_of(person: Person) -> str:
    if person.user is not None:
        return person.user.email
    return person.email if person.has_verified_email else ""


def _queue(by: Actor, request: ErasureRequest, template: str, **letter: Any) -> None:
    key = f"{template}:{request.pk}"
    mailing.queue(by=by, template=template, language=language_of(request.target), unique_key=key, **letter)


def write_that_it_waits(*, by: Actor, request: ErasureRequest) -> None:
    """To the person, and to whoever may answer. Who asks, withdraws and asks again writes to them once a day."""
    if request.is_own and _was_written_lately(request):
        return
    write_to_person(by=by, request=request, template=ASKED)
    write_to_coordinators(by=by, request=request)


def _was_written_lately(request: ErasureRequest) -> bool:
    """A letter about an earlier request of theirs has left within the day, or is about to (`_open_request`)."""
    earlier = ErasureRequest.objects.about(request.target).exclude(pk=request.pk)
    lately = earlier.filter(is_own=True, asked_at__gt=request.asked_at - A_DAY).values_list("pk", flat=True)
    letters = OutgoingMail.objects.filter(unique_key__in=[f"{ASKED}:{pk}" for pk in lately])
    return letters.exclude(state=State.DROPPED).exists()


def write_to_coordinators(*, by: Actor, request: ErasureRequest) -> None:
    """To each who may answer it, but for whoever asks."""
    for user, programme in answerers_of(request).items():
        if user.pk != by.pk:
            mailing.queue_to(
                user,
                by=by,
                template=WAITING,
                context={"request": request.pk, "programme": programme.pk},
                unique_key=f"{WAITING}:{request.pk}:{user.pk}",
                scope=programme.scope,
            )


def confirm_request(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it was answered or withdrawn meanwhile."""
    request = _open_request(mail)
    if request is None:
        return NoLetter(Reason.ANSWERED)
    return _to_person(mail, request, "home:my_data")


def tell_of_refusal(mail: OutgoingMail) -> Letter | NoLetter:
    request = _request(mail)
    if request is None:
        return NoLetter(Reason.GONE)
    if request.state != ErasureRequest.State.REFUSED:
        return NoLetter(Reason.CHANGED)
    return _to_person(mail, request, "home:privacy")


def tell_of_erasing(mail: OutgoingMail) -> Letter | NoLetter:
    """What stays, and by which rule, stands in it: the person reads it nowhere else any more."""
    request = _request(mail)
    if request is None:
        return NoLetter(Reason.GONE)
    if request.state != ErasureRequest.State.DONE:
        return NoLetter(Reason.CHANGED)
    remainders = remainders_in({mail.language: mail.context["stays"]}, mail.language)
    return _to_person(mail, request, "home:privacy", remainders=remainders)


def ask_coordinator(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it is answered meanwhile, or the colleague answers such requests no more."""
    request = _open_request(mail)
    if request is None:
        return NoLetter(Reason.ANSWERED)
    if not ErasureRequest.objects.to_answer_by(mail.user).filter(pk=request.pk).exists():
        return NoLetter(Reason.NO_RIGHT)
    with translation.override(mail.language):
        address = reverse("administration:erasure_detail", args=[mail.context["programme"], request.pk])
    return Letter(context={"erasure": request, "address": settings.PUBLIC_URL + address})


def _request(mail: OutgoingMail) -> ErasureRequest | None:
    return _rows().filter(pk=mail.context.get("request")).first()


def _rows() -> ErasureRequestQuerySet:
    return ErasureRequest.objects.select_related("person__merged_into__user", "person__user", "answered_by")


def _open_request(mail: OutgoingMail) -> ErasureRequest | None:
    """Which waits: where that one was withdrawn, the one that the person made since."""
    request = _request(mail)
    if request is None or request.is_open:
        return request
    return _rows().filter(pk__in=ErasureRequest.objects.about(request.target).waiting().values("pk")).first()


def _to_person(mail: OutgoingMail, request: ErasureRequest, page: str, **facts: object) -> Letter:
    """Whoever answered it answers questions too; before that, whoever may."""
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse(page)
    contact = request.answered_by or next(iter(answerers_of(request)), None)
    has_account = request.target.user_id is not None
    context = {"erasure": request, "address": address, "has_account": has_account, **facts}
    return Letter(context=context, contact=contact_of_user(contact))
