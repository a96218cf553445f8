"""What this room erases of somebody: the name on their papers, and the trainer who teaches no more.

A certificate keeps its number, hours and seminar, and is checked by its code as before; the paper itself goes.
"""

from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.states import State as ActivityState
from darbigas_kopienas.evidence.erasure import erase_all
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.participation.erasure import places_of
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.erasure import ERASED, Erasure, Remainder, Subject, columns_of
from darbigas_kopienas.people.named import naming, without
from darbigas_kopienas.values import clock

from .certificates.facts import LANGUAGES
from .certificates.models import Certificate
from .seminar.models import Seminar
from .trainers.models import Engagement, Trainer


def erase(subject: Subject) -> Mapping[str, int]:
    return {**_empty_certificates(subject), **_empty_trainers(subject)}


def certificates_of(subject: Subject) -> "list[Certificate]":
    """Also asked after the places were emptied: they lead to the person, or to the stand-in of an address."""
    theirs = Registration.objects.filter(Q(pk__in=places_of(subject).values("pk")) | _emptied_of(subject))
    rows = Certificate.objects.filter(registration__in=theirs.values("pk"))
    return list(rows.select_for_update(of=("self",)).select_related("seminar__activity", "paper_lv", "paper_en"))


def _emptied_of(subject: Subject) -> Q:
    stand_ins = Q(pk__in=[])
    for pk in subject.people:
        stand_ins |= Q(email__regex=rf"^erased-{pk}(-[0-9]+)?@erased\.invalid$")
    return stand_ins


def _empty_certificates(subject: Subject) -> dict[str, int]:
    certificates = certificates_of(subject)
    files = [file for row in certificates for file in (row.paper_lv, row.paper_en) if file is not None]
    scopes = {row.scope for row in certificates}
    packs = [pack for scope in scopes for pack in Document.objects.stored().in_scope(scope).exclude(erase_after=None)]
    for certificate in certificates:
        certificate.holder, certificate.shows_name = ERASED, False
        for language in LANGUAGES:
            certificate.facts[language]["holder"] = ERASED
        certificate.reason = without(certificate.reason, subject)[:300]
        certificate.save(update_fields=["holder", "shows_name", "facts", "reason"])
    return {"certificates": len(certificates), "papers": erase_all(files), "packs": erase_all(packs)}


# -- trainers --------------------------------------------------------------------------------------
def _trainers(subject: Subject) -> list[Trainer]:
    """By the address: of two who are called the same nobody knows which is meant."""
    return list(Trainer.objects.filter(email__in=subject.addresses).order_by("pk"))


def _paid(trainer: Trainer) -> bool:
    """An agreement or a fee: what shows to whom public money went."""
    money = Q(fee__isnull=False) | ~Q(agreement_number="") | Q(agreement__isnull=False)
    return Engagement.objects.filter(money, trainer=trainer).exists()


def _empty_trainers(subject: Subject) -> dict[str, int]:
    trainers = _trainers(subject)
    for trainer in trainers:
        if not _paid(trainer):
            trainer.name = ERASED
        trainer.email = trainer.profile_lv = trainer.profile_en = trainer.profile_en_source = ""
        trainer.save()
        trainer.engagements.exclude(reason="").update(reason="")
    emptied = [trainer.pk for trainer in trainers if trainer.name == ERASED]
    for seminar in Seminar.objects.filter(engagements__trainer__in=emptied).distinct().select_related("activity"):
        seminar.trainers = without(seminar.trainers, subject)[:200]
        seminar.save(update_fields=["trainers", "folded"])
    contacts = Seminar.objects.filter(contact_email__in=subject.addresses).update(contact_email="")
    return {"trainers": len(trainers), "contacts": contacts}


def obstacles(subject: Subject) -> Iterator[str]:
    engagements = Engagement.objects.filter(trainer__in=_trainers(subject)).exclude(state=Engagement.State.DECLINED)
    over = [ActivityState.HELD, ActivityState.CANCELLED]
    for row in engagements.exclude(seminar__activity__state__in=over).select_related("seminar__activity"):
        if not row.seminar.activity.is_over_at(clock.now()):
            yield _("Trainer of “%(seminar)s”, which is still to come: name another first.") % {"seminar": row.seminar}
    named = Seminar.objects.filter(contact_email__in=subject.addresses).select_related("activity")
    for seminar in named.exclude(activity__state__in=over):
        if not seminar.activity.is_over_at(clock.now()):
            yield _("Contact of “%(seminar)s”, which is still to come: name another first.") % {"seminar": seminar}


def remainders(subject: Subject) -> Iterator[Remainder]:
    for trainer in _trainers(subject):
        if _paid(trainer):
            yield _paid_remainder(trainer)
    printed = Certificate.objects.filter(pk__in=_naming_as_trainer(subject)).count()
    if printed:
        text = ngettext(
            "Trainer or signatory in %(n)d document of others",
            "Trainer or signatory in %(n)d documents of others",
            printed,
        )
        yield Remainder(text % {"n": printed}, _("What was printed in a document that was issued never changes."))
    yield from _of_nobody_known(subject)


def _of_nobody_known(subject: Subject) -> Iterator[Remainder]:
    """Papers of places whose names are forgotten by now, for a holder called so: whose they are nobody can tell."""
    rows = Certificate.objects.exclude(registration__anonymous_key="").exclude(holder=ERASED)
    for certificate in naming(rows, ["holder"], subject).order_by("pk"):
        text = _("Document No. %(number)s for a holder of this name") % {"number": certificate.number}
        yield Remainder(text, _("The name of the place is erased already, so nobody can tell whether it is the same."))


def _paid_remainder(trainer: Trainer) -> Remainder:
    text = _("Trainer with an agreement or a fee: %(name)s") % {"name": trainer.name}
    why = _("Supporting documents of accounts are stored for the time that the Accounting Law says.")
    seminar = trainer.engagements.order_by("-pk").values_list("seminar", flat=True)[0]
    return Remainder(text, why, url=reverse("seminars:running_list", args=[seminar]))


def _naming_as_trainer(subject: Subject) -> list[int]:
    said = [f"facts__{language}__{key}" for language in LANGUAGES for key in ("trainers", "signatory")]
    return list(naming(Certificate.objects.all(), said, subject).order_by().values_list("pk", flat=True))


ERASURE = Erasure(
    erase,
    remainders=remainders,
    obstacles=obstacles,
    columns=columns_of("seminars.Certificate", "registration", "holder", "facts", "reason", "number", "code")
    | columns_of("seminars.EvaluationTicket", "registration")
    | columns_of("seminars.Seminar", "contact_email")
    | columns_of("seminars.Trainer", "email", "sort_key")
    | columns_of("seminars.Engagement", "reason"),
)
