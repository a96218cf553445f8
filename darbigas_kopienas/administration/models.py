"""The models of the administration's subjects, in one place."""

from .programme.models import Decision, Milestone
from .roles.models import RoleInvitation

__all__ = ["Decision", "Milestone", "RoleInvitation"]
