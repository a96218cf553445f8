"""By what else the organiser finds people in the list of participants."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Attendance
from darbigas_kopienas.participation.participants.filters import Mark, has_begun
from darbigas_kopienas.participation.registration.models import RegistrationQuerySet

from .models import Certificate


def _without_certificate(rows: RegistrationQuerySet, _activity: Activity) -> RegistrationQuerySet:
    """They came and may ask why they got nothing; whoever did not come is found as absent."""
    valid = Certificate.objects.valid().filter(registration=OuterRef("pk"))
    came = Attendance.objects.counting().filter(registration=OuterRef("pk"))
    return rows.confirmed().filter(Exists(came)).exclude(Exists(valid))


def _gives_certificates(activity: Activity) -> bool:
    return activity.kind == Activity.Kind.SEMINAR and has_begun(activity)


# the organiser finds them in the list of participants and writes to them
NO_CERTIFICATE = Mark(
    _("came, but hold neither certificate nor confirmation"), _without_certificate, _gives_certificates
)
