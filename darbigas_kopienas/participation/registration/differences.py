"""What is new about an activity since its people were last written to: the old fact beside the new.

The e-mail keeps the facts as they were before the first change of which it tells; those of now are read when it leaves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.pages import facts_of
from darbigas_kopienas.values import clock, formats

Announced = dict[str, Any]


@dataclass(frozen=True)
class Sitting:
    """One session as it was announced; its day may not be known."""

    starts_at: datetime
    ends_at: datetime
    place: str
    mode: str
    online_url: str
    is_postponed: bool

    @property
    def day(self) -> date:
        return clock.day_of(self.starts_at)


@dataclass(frozen=True)
class Difference:
    """Of one field; `was` is empty where there was nothing before, `now` where it is taken away."""

    label: str
    was: str
    now: str


class Changes:
    """All that differs, said in the language of now; `sees_link` where the reader has a confirmed seat."""

    def __init__(self, before: Announced, activity: Activity, *, sees_link: bool) -> None:
        now = _facts(activity)
        self.was, self.now = _sittings(before), _sittings(now)
        facts = [
            (_("When"), _when(self.was), _when(self.now)),
            (_("Where"), _where(self.was, before), _where(self.now, now)),
            (_("How it takes place"), _how(self.was), _how(self.now)),
            (_("Trainers"), before["trainers"], now["trainers"]),
            (_("Title"), _title(before), _title(now)),
        ]
        if sees_link:
            facts.append((_("Link to join online"), _links(self.was), _links(self.now)))
        self.listed = [Difference(*fact) for fact in facts if fact[1] != fact[2]]

    @property
    def subject(self) -> str:
        """The news in a few words, before the title; empty where none of it is about when, where or how."""
        if _when(self.was) != _when(self.now):
            return self._moved()
        if _how(self.was) != _how(self.now) and {sitting.mode for sitting in self.now} == {Session.Mode.ONLINE.value}:
            return _("It will be online")
        return _("Another place") if any(difference.label == _("Where") for difference in self.listed) else ""

    def _moved(self) -> str:
        before, known = _known_days(self.was), _known_days(self.now)
        if not known:
            return _("Moved, the new day is not known yet")
        if known == before:
            return _("Other hours")
        return (
            _("Other days")
            if known & before
            else _("Moved to %(days)s") % {"days": _days(known, formats.Case.ACCUSATIVE)}
        )


def announced(activity: Activity) -> Announced:
    """The facts of now, as JSON; read before they are changed."""
    return _facts(Activity.objects.get(pk=activity.pk))


def _facts(activity: Activity) -> Announced:
    """Of an activity as it was read."""
    names = ("title_lv", "title_en", "place")
    return {
        **{name: getattr(activity, name) for name in names},
        "trainers": facts_of(activity).trainers,
        "sittings": [_as_json(session) for session in activity.active_sessions],
    }


def _as_json(session: Session) -> dict[str, object]:
    moments = {name: getattr(session, name).isoformat() for name in ("starts_at", "ends_at")}
    others = {name: getattr(session, name) for name in ("place", "mode", "online_url")}
    return {**moments, **others, "is_postponed": session.state == "postponed"}


def _sittings(facts: Announced) -> list[Sitting]:
    """In their order, whatever it was when they were kept."""
    moments = ("starts_at", "ends_at")
    read = [{**row, **{name: datetime.fromisoformat(row[name]) for name in moments}} for row in facts["sittings"]]
    return sorted((Sitting(**row) for row in read), key=lambda sitting: sitting.starts_at)


def _known_days(sittings: list[Sitting]) -> set[date]:
    return {sitting.day for sitting in sittings if not sitting.is_postponed}


def _days(days: Iterable[date], case: formats.Case = formats.Case.NOMINATIVE) -> str:
    return formats.long_days(days, case, without_this_year=True)


def _when(sittings: list[Sitting]) -> str:
    """Days with the same hours in a line; one after another those with others."""
    known = [sitting for sitting in sittings if not sitting.is_postponed]
    by_hours: dict[str, list[date]] = {}
    for sitting in known:
        by_hours.setdefault(formats.hours_between(sitting.starts_at, sitting.ends_at), []).append(sitting.day)
    return "; ".join(f"{_days(days)}, {hours}" for hours, days in by_hours.items())


def _where(sittings: list[Sitting], facts: Announced) -> str:
    return "; ".join(dict.fromkeys(sitting.place or facts["place"] for sitting in sittings)) or str(facts["place"])


def _how(sittings: list[Sitting]) -> str:
    return ", ".join(dict.fromkeys(str(Session.Mode(sitting.mode).label) for sitting in sittings))


def _links(sittings: list[Sitting]) -> str:
    return ", ".join(dict.fromkeys(sitting.online_url for sitting in sittings if sitting.online_url))


def _title(facts: Announced) -> str:
    return str((facts["title_en"] if formats.active_language() == "en" else "") or facts["title_lv"])
