"""What this floor erases of somebody: their name in what is written about files, and what they never sent.

What a file itself shows is evidence: a paper of accounts stays for as long as the law asks (`remainders`).
"""

from collections.abc import Iterable, Mapping

from darbigas_kopienas.people.erasure import Erasure, Subject, columns_of
from darbigas_kopienas.people.named import naming, without
from darbigas_kopienas.programme.actors import ERASURE as ERASING

from .models import Document, State
from .services import erase_of_person

# What is written about a file, and how much of it there may be.
MOST = {
    "title": 200,
    "original_name": 200,
    "author": 120,
    "alt_lv": 300,
    "alt_en": 300,
    "caption_lv": 300,
    "caption_en": 300,
}
SAID = list(MOST)


def erase(subject: Subject) -> Mapping[str, int]:
    unsent = Document.objects.filter(state=State.STAGED, uploaded_by=subject.user, uploaded_by__isnull=False)
    erased = erase_all(unsent.order_by("pk"))
    named = list(naming(Document.objects.all(), SAID, subject).select_for_update(of=("self",)).order_by("pk"))
    for document in named:
        for column in SAID:
            setattr(document, column, without(getattr(document, column), subject)[: MOST[column]])
        document.save(update_fields=SAID)
    return {"documents": erased, "captions": len(named)}


def erase_all(documents: Iterable[Document]) -> int:
    erased = 0
    for document in documents:
        erase_of_person(by=ERASING, document=document)
        erased += 1
    return erased


ERASURE = Erasure(erase, columns=columns_of("evidence.Document", "uploaded_by", *SAID, "file", "sha256", "asked_with"))
