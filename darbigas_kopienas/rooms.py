"""The manifest of a room: what it adds to the trail, badges, menus, tasks, letters, work, schedule and reports.

Each room, floor or roof that has something to say has a `room.py` with one `ROOM`; its AppConfig is a `RoomConfig`,
which registers it when the portal starts. Floors ask here, so none of them holds a list of rooms.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.functional import Promise

from darbigas_kopienas.values import clock

if TYPE_CHECKING:
    from django.db.models.expressions import BaseExpression

    from darbigas_kopienas.activities.models import Activity, Session
    from darbigas_kopienas.activities.pages import ActivityFacts
    from darbigas_kopienas.evidence.models import Document
    from darbigas_kopienas.jobs.models import Job
    from darbigas_kopienas.mailing.letters import LetterKind
    from darbigas_kopienas.participation.participants.filters import Mark
    from darbigas_kopienas.participation.registration.models import Registration
    from darbigas_kopienas.people.consents import ConsentKind
    from darbigas_kopienas.people.erasure import Erasure
    from darbigas_kopienas.people.merged import Reference
    from darbigas_kopienas.people.models import User
    from darbigas_kopienas.people.own_data import OwnTable
    from darbigas_kopienas.people.retention import RetentionKind
    from darbigas_kopienas.programme.access import Permission, Role
    from darbigas_kopienas.programme.actors import Actor
    from darbigas_kopienas.programme.closings import CutOff
    from darbigas_kopienas.programme.days_in_use import DaysInUse
    from darbigas_kopienas.programme.facts.kinds import FactKind
    from darbigas_kopienas.programme.models import Closing, Programme, Reopening
    from darbigas_kopienas.programme.scoping import Scope

Text = str | Promise


# -- what people see -------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class State:
    """What a state's badge says and how it is told apart without colour."""

    word: Text
    tone: str
    shape: str


class Menu(StrEnum):
    """In which menu a line stands."""

    OWN = "own"  # signed in: before the rooms
    PARTICIPANT = "participant"  # signed in without being staff: likewise
    ROOMS = "rooms"  # for everybody
    STAFF = "staff"  # after the rooms, for whoever holds one of its permissions
    PERSONAL = "personal"  # under one's own name
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class MenuLine:
    """`page` is a URL's name. Lines of a menu stand by `order`; without permissions everybody sees one."""

    menu: Menu
    label: Text
    page: str
    order: int
    icon: str = ""
    permissions: "frozenset[Permission]" = frozenset()


@dataclass(frozen=True, slots=True)
class MainButton:
    """What somebody with this role came for, on „Mani darbi”; offered where the permission is held."""

    role: "Role"
    permission: "Permission"
    page: str
    label: Text
    order: int
    icon: str = "plus"


class TaskList(StrEnum):
    """The lists of „Mani darbi”."""

    RETURNED = "returned"
    WAITING = "waiting"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what it is, where it is done, what its button says. No button where it is done elsewhere.

    `on` is the day that it is about; `due_on` the last day on which it is done in time.
    """

    text: str
    url: str = ""
    action: Text = ""
    note: str = ""
    on: date | None = None
    due_on: date | None = None

    @property
    def days_late(self) -> int:
        return max((clock.today() - self.due_on).days, 0) if self.due_on is not None else 0


@dataclass(frozen=True, slots=True)
class CountedTask:
    """A task that needs a number only, counted with all others in one statement over the programme's row.

    `value` gives an expression that may name the programme by `OuterRef("pk")`, or None where this person has nothing
    to do with it; `task` makes the task (or several) of what it gave, if that is more than nothing.
    """

    list: TaskList
    order: int
    value: "Callable[[User, int], BaseExpression | None]"
    task: Callable[[object], Task | Iterable[Task]]


@dataclass(frozen=True, slots=True)
class ListedTasks:
    """Tasks that are read row by row, in one statement; `tasks` gives each with its list."""

    order: int
    tasks: "Callable[[User, Programme], Iterable[tuple[TaskList, Task]]]"


@dataclass(frozen=True, slots=True)
class DraftedForm:
    """A form that keeps a draft: the URL's name of its page, and what is being written there.

    It is called `key`, else by its page. Its author goes on at the page, or where that does not say enough `from_page`.
    """

    page: str
    label: Text
    key: str = ""
    from_page: str = ""


# -- what the portal does --------------------------------------------------------------------------
Progress = Callable[[int, str], None]
"""percent 0-100 and the stage as an English text that has a translation; raises LeaseLost."""
Handler = Callable[["Job", Progress], "Document | Callable[[], Document | None] | None"]
"""Gives a document, nothing, or the last act: run inside the transaction that finishes the job, with the lease checked
and held, so its writing happens exactly once however many workers tried."""


@dataclass(frozen=True, slots=True)
class Work:
    """How a kind of job is done, and what its page calls it."""

    handler: Handler
    title: Text


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """Where a document appears: what it is called, its address, and whether strangers could see the document there."""

    text: str
    url: str = ""
    was_public: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody who took part has of it afterwards: a sentence, or the text of a link; the main one is a button."""

    text: Text
    url: str = ""
    icon: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Reliance:
    """What relies on an activity's having taken place, and what is to be done first: one sentence.

    `shows_it`: it shows that the activity (or the session) took place; else it only says so to somebody.
    """

    text: str
    shows_it: bool = True


Tab = tuple[Text, str]  # label, address


# -- the manifest ----------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True, eq=False)
class Room:
    """What one app says; `name` is its label. Empty where it has nothing to say. One room is no other's equal."""

    name: str
    verbs: Mapping[str, Text] = field(default_factory=dict)
    """"<noun>.<past participle>" of the trail, in people's words."""
    trail_words: Mapping[str, Text] = field(default_factory=dict)
    """What is counted in the trail, by its key there."""
    states: Mapping[str, State] = field(default_factory=dict)  # by value; two rooms may say one, in the same words
    menu: Sequence[MenuLine] = ()
    main_buttons: Sequence[MainButton] = ()
    counted_tasks: Mapping[str, CountedTask] = field(default_factory=dict)
    listed_tasks: Sequence[ListedTasks] = ()
    drafts: Sequence[DraftedForm] = ()
    """Its forms that save themselves; a draft of any other is refused."""
    facts: "Sequence[FactKind]" = ()
    """What a programme is set up with in this room: each kind of row has its pages."""
    measures: Mapping[str, Text] = field(default_factory=dict)
    """What a promise of the grant can be measured by, in people's words."""
    record_pages: Mapping[str, str] = field(default_factory=dict)
    """The URL's name of a row's page, by the model's label: from a figure to what it stands on."""
    jobs: Mapping[str, Work] = field(default_factory=dict)
    """By kind, "<app>.<act>"."""
    job_ended: "Callable[[Job], None] | None" = None
    """Called inside the transaction in which a job becomes done or failed."""
    reopening_changed: "Callable[[Reopening], None] | None" = None  # likewise: opening a closed period, asked, answered
    period_closed: "Callable[[Closing, Actor], None] | None" = None  # likewise
    letters: "Mapping[str, LetterKind]" = field(default_factory=dict)  # by template
    schedule: Mapping[str, timedelta] = field(default_factory=dict)  # how often each task runs, by its name
    own_data: "Callable[[User], Iterable[tuple[str, OwnTable]]] | None" = None
    """What it holds about a person, by the table's key, for the file of their own data."""
    erasure: "Erasure | None" = None
    retention: "Sequence[RetentionKind]" = ()
    consents: "Sequence[ConsentKind]" = ()
    references: "Sequence[Reference]" = ()
    """Its columns that lead to people and organisations, so that none is forgotten where two turn out to be one."""
    document_uses: "Callable[[Document], Iterable[DocumentUse]] | None" = None
    activity_page: "Callable[[Activity], str | None] | None" = None
    """The address of an activity's own page in the room, if it is one of the room's."""
    activity_facts: "Callable[[Activity], ActivityFacts | None] | None" = None
    """What it knows of an activity of its own that people are written about."""
    activity_tabs: "Callable[[Activity, User], Sequence[Tab]] | None" = None
    """The pages of an activity's staff side that this person may open."""
    relies_on: "Callable[[Activity, Session | None], Iterable[Reliance]] | None" = None
    """Called behind the activity's lock; takes the lock behind which such rows are added."""
    outcomes: "Callable[[Registration, str], Iterable[Outcome]] | None" = None
    """What a place brought its holder, once the activity is over; the second argument is the token of the place."""
    days_in_use: "Callable[[int], Iterable[DaysInUse]] | None" = None  # of a programme, so it does not shrink away
    final_days: "Callable[[int], Iterable[DaysInUse]] | None" = None
    cut_off: "Callable[[User, Scope, str, date, date], Iterable[CutOff]] | None" = None
    """What nobody could finish any more if this kind of thing were closed for the scope on these days."""
    spending: Callable[[list[int]], Mapping[int, Decimal]] | None = None
    """Euros booked, by activity's id, in one statement."""
    participant_filters: "Mapping[str, Mark]" = field(default_factory=dict)  # by their keys in the address


_rooms: dict[str, Room] = {}


class RoomConfig(AppConfig):
    """Of an app that has a `room.py`. Write `rooms.RoomConfig`: of two in `apps.py` Django takes neither."""

    def ready(self) -> None:
        register(import_module(f"{self.name}.room").ROOM)


def register(room: Room) -> None:
    """Registering a name again replaces; a state that another room says in other words raises ValueError."""
    for other in registered():
        for value, state in room.states.items():
            if other.name != room.name and other.states.get(value, state) != state:
                raise ValueError(f"{room.name} and {other.name} do not say the same of {value!r}")
    _rooms[room.name] = room


def registered() -> list[Room]:
    """By name."""
    return [_rooms[name] for name in sorted(_rooms)]


def word_of(verb: str) -> Text | None:
    return next((room.verbs[verb] for room in registered() if verb in room.verbs), None)


def trail_word_of(key: str) -> Text | None:
    return next((room.trail_words[key] for room in registered() if key in room.trail_words), None)


def state_of(value: str) -> State | None:
    """Asked for every row of a list; in which order does not matter, since all rooms say the same of a state."""
    return next((room.states[value] for room in _rooms.values() if value in room.states), None)


def page_of(label: str) -> str | None:
    """The name of the URL that shows a row of this model."""
    return next((room.record_pages[label] for room in registered() if label in room.record_pages), None)


def work_of(kind: str) -> Work | None:
    return next((room.jobs[kind] for room in registered() if kind in room.jobs), None)
