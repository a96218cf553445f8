"""The letter to whoever agreed to words that hold no longer."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.consents import Consent, ConsentWording
from darbigas_kopienas.people.given_consents import kinds
from darbigas_kopienas.values.texts import in_language


def ask_anew(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the person has answered by then, or the words have changed once more."""
    wording = ConsentWording.objects.filter(pk=mail.context.get("wording")).first()
    kind = kinds().get(wording.kind) if wording is not None else None
    if wording is None or kind is None:
        return NoLetter(Reason.GONE)
    if wording != ConsentWording.objects.current().filter(kind=kind.key).first():
        return NoLetter(Reason.CHANGED)
    if not Consent.objects.asked_anew().filter(person=mail.context["person"], kind=kind.key).exists():
        return NoLetter(Reason.ANSWERED)
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse("home:my_consents")
        label = str(kind.label)
    words = in_language(wording, "text", mail.language)
    return Letter(context={"label": label, "words": words, "since": wording.valid_from, "address": address})
