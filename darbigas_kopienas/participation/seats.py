"""Who may have a seat: plain arithmetic over what is held and what is kept back. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Seats:
    """The seats of one activity at one moment.

    `kept` are seats kept back today, by reserve; `held` are seats taken, by the reserve that the person belongs to
    (None: to no reserve). Whoever belongs to a reserve sits on its seats first, then on everybody's.
    """

    capacity: int | None
    held: Mapping[int | None, int] = field(default_factory=dict)
    kept: Mapping[int, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return sum(self.held.values())

    @property
    def left(self) -> int | None:
        """Free seats that nothing is kept for; None: without limit. Never below zero."""
        if self.capacity is None:
            return None
        everybodys = self.capacity - sum(self.kept.values())
        sitting = sum(max(0, number - self.kept.get(group, 0) if group is not None else number)
                      for group, number in self.held.items())  # fmt: skip
        return max(0, min(everybodys - sitting, self.capacity - self.taken))

    def left_for(self, group: int | None) -> int | None:
        """Free seats for somebody of this reserve (None: of no reserve): its own ones and everybody's."""
        left = self.left
        if left is None or self.capacity is None or group is None:
            return left
        own = max(0, self.kept.get(group, 0) - self.held.get(group, 0))
        return max(0, min(left + own, self.capacity - self.taken))

    def is_free_for(self, group: int | None) -> bool:
        left = self.left_for(group)
        return left is None or left > 0

    def with_one_more(self, group: int | None) -> "Seats":
        return replace(self, held={**self.held, group: self.held.get(group, 0) + 1})
