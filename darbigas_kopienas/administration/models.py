"""The models of the administration's subjects, in one place."""

from .people.duplicates.models import Duplicate
from .privacy.erasure.models import ErasureRequest
from .privacy.retention.models import DestructionAct
from .programme.models import Decision, Milestone
from .roles.models import RoleInvitation
from .upkeep.models import Backup

__all__ = ["Backup", "Decision", "DestructionAct", "Duplicate", "ErasureRequest", "Milestone", "RoleInvitation"]
