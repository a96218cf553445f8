"""The models of the administration's subjects, in one place."""

from .people.duplicates.models import Duplicate
from .privacy.erasure.models import ErasureRequest
from .programme.models import Decision, Milestone
from .roles.models import RoleInvitation

__all__ = ["Decision", "Duplicate", "ErasureRequest", "Milestone", "RoleInvitation"]
