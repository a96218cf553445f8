"""The words of the consents as they are stored from the first day on, and who has read the privacy notice."""

from datetime import date

from django.utils import translation

from darbigas_kopienas.people.given_consents import kinds
from darbigas_kopienas.people.models import ConsentWording, NoticeReading, PrivacyNotice, User
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.texts import stamp_translation

FIRST_DAY = date(2019, 3, 1)


def load_words() -> None:
    """The usual words; nobody is asked anew."""
    for key, kind in kinds().items():
        if ConsentWording.objects.filter(kind=key).exists():
            continue
        words = {}
        for language in ("lv", "en"):
            with translation.override(language):
                words[language] = kind.usual_text
        wording = ConsentWording(
            kind=key, version=1, text_lv=words["lv"], text_en=words["en"], valid_from=FIRST_DAY, applied_at=clock.now()
        )
        stamp_translation(wording, "text")
        wording.save()


def load_reading(reader: User) -> None:
    for notice in PrivacyNotice.objects.filter(version=1):
        NoticeReading.objects.get_or_create(user=reader, notice=notice)
