"""What the implementer's pages erase of somebody: to which address a role was offered, and why two rows were one."""

from collections.abc import Mapping

from django.db.models import Q

from darbigas_kopienas.administration.people.duplicates.models import Duplicate
from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.people.erasure import ERASED, Erasure, Subject, columns_of
from darbigas_kopienas.people.named import forget_in

from .models import ErasureRequest


def erase(subject: Subject) -> Mapping[str, int]:
    offered = RoleInvitation.objects.filter(email__in=subject.addresses)
    withdrawn = offered.unanswered().delete()[0]
    emptied = offered.update(email="")
    about = Q(target_person__in=subject.people) | Q(other_person__in=subject.people)
    notes = Duplicate.objects.filter(about).exclude(note="").update(note=ERASED)
    notes += forget_in(Duplicate.objects.all(), ["note"], subject)
    forget_in(ErasureRequest.objects.all(), ["note", "reason", "stays"], subject)
    return {"role_invitations": withdrawn + emptied, "notes": notes}


ERASURE = Erasure(
    erase,
    columns=columns_of("administration.RoleInvitation", "email")
    | columns_of("administration.Duplicate", "target_person", "other_person", "note", "moved", "filled")
    | columns_of("administration.ErasureRequest", "person", "note", "reason", "erased", "stays"),
)
