"""What anybody may learn of a paper whose code they hold."""

from darbigas_kopienas.values.codes import plain
from seminars.certificates.models import Certificate


def find_by_code(typed: str) -> Certificate | None:
    """One statement, whether the code is known or not; spaces, lower case, O for 0 and I for 1 are forgiven."""
    certificates = Certificate.objects.filter(code=plain(typed))
    return certificates.select_related("replaced_by").first()
