"""The models of the administration's subjects, in one place."""

from .programme.models import Decision, Milestone

__all__ = ["Decision", "Milestone"]
