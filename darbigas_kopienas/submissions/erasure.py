"""What this floor erases of somebody: what they were writing, and that they sent it."""

from collections.abc import Mapping

from darbigas_kopienas.people.erasure import Erasure, Subject, columns_of

from .models import Draft, Submission


def erase(subject: Subject) -> Mapping[str, int]:
    if subject.user is None:
        return {}
    drafts, _by_model = Draft.objects.filter(user=subject.user).delete()
    sent, _by_model = Submission.objects.filter(user=subject.user).delete()
    return {"drafts": drafts, "sent_forms": sent}


ERASURE = Erasure(
    erase,
    columns=columns_of("submissions.Draft", "user", "form_key")
    | columns_of("submissions.Submission", "user", "form", "results"),
)
