"""What people hear when a coordinator has merged two records of them, or has undone it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.administration.people.languages import language_of
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.colleagues import nearest_with
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope

from .models import Duplicate

MERGED = "person_merged"
UNDONE = "person_merge_undone"


def tell_people(*, by: Actor, programme: Programme, duplicate: Duplicate) -> None:
    """To each verified address of the two. Inside the transaction that merges, or undoes it; of organisations nobody.

    An address that nobody verified may be a stranger's.
    """
    template = UNDONE if duplicate.state == Duplicate.State.UNDONE else MERGED
    people = Person.with_merged.filter(pk__in=[duplicate.target_person_id, duplicate.other_person_id])
    addressed = {
        person.email: person for person in people.select_related("user").order_by("pk") if person.has_verified_email
    }
    for person in addressed.values():
        is_account = person.user is not None and person.user.email == person.email
        mailing.queue(
            by=by,
            to=person.email,
            user=person.user if is_account else None,
            template=template,
            language=language_of(person),
            context={"duplicate": duplicate.pk, "programme": programme.pk},
            unique_key=f"{template}:{duplicate.pk}:{person.pk}",
            scope=Scope(programme.pk),
        )


def tell_of_merging(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it was undone by then."""
    duplicate = _duplicate(mail)
    if duplicate is None:
        return NoLetter(Reason.GONE)
    if duplicate.state != Duplicate.State.MERGED:
        return NoLetter(Reason.CHANGED)
    return _letter(mail, duplicate, duplicate.decided_by)


def tell_of_undoing(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the two were merged again by then."""
    duplicate = _duplicate(mail)
    if duplicate is None:
        return NoLetter(Reason.GONE)
    pair = {"target_person__in": _pair(duplicate), "other_person__in": _pair(duplicate)}
    if duplicate.state != Duplicate.State.UNDONE or Duplicate.objects.filter(state="merged", **pair).exists():
        return NoLetter(Reason.CHANGED)
    return _letter(mail, duplicate, duplicate.undone_by)


def _pair(duplicate: Duplicate) -> list[int | None]:
    return [duplicate.target_person_id, duplicate.other_person_id]


def _duplicate(mail: OutgoingMail) -> Duplicate | None:
    rows = Duplicate.objects.select_related("target_person", "other_person", "decided_by", "undone_by")
    return rows.filter(pk=mail.context.get("duplicate"), target_person__isnull=False).first()


def _letter(mail: OutgoingMail, duplicate: Duplicate, who: User | None) -> Letter:
    """Whoever decided answers it; where they left, another who coordinates the programme."""
    programme = Programme.objects.filter(pk=mail.context.get("programme")).first()
    asked = who
    if programme is not None and (who is None or not who.is_active):
        asked = next(iter(nearest_with(Permission.WRITE_REGISTER, programme.scope)), None)
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse("home:front")
    return Letter(
        context={"duplicate": duplicate, "who": who, "programme": programme, "address": address},
        contact=contact_of_user(asked),
    )
