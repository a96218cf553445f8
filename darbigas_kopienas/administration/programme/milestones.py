"""What has to be done by which day, and who is reminded of it."""

from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.db.models import Count, JSONField, Min, OuterRef, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Line, Row, Verbs, Words
from darbigas_kopienas.rooms import CountedTask, Task, TaskList
from darbigas_kopienas.values import clock, form_fields, formats

from .models import Milestone


class MilestoneForm(FactForm):
    name_lv = form_fields.TitleField(label=_("What has to be done, in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("What has to be done, in English"), required=False, max_length=200)
    due_on = form_fields.DateField(label=_("Due"))
    done_on = form_fields.DateField(label=_("Done on"), required=False)
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("the whole programme"),
        help_text=_("Its coordinator is reminded; without a municipality, the programme coordinator is."),
    )
    note = form_fields.LineField(label=_("Note"), required=False, max_length=300)

    def offer(self) -> None:
        form_fields.offer_rows(self, "municipality", partners_of(self.programme.pk, self.chosen("municipality")))


def _read_along(reader: Reader, milestones: Sequence[Row]) -> None:
    for milestone in milestones:
        milestone.may_finish = may(reader, milestone.permission_to_finish, milestone.scope)


def _notes(milestone: Row) -> Iterator[str]:
    yield pgettext("milestone", "due %(day)s") % {"day": formats.day(milestone.due_on)}
    if milestone.done_on is not None:
        yield str(_("done on %(day)s") % {"day": formats.day(milestone.done_on)})
    yield str(milestone.municipality or _("the whole programme"))
    if milestone.note:
        yield milestone.note


def _line(milestone: Row) -> Line:
    actions = []
    if milestone.may_finish and milestone.done_on is None:
        url = reverse("administration:milestone_done", args=[milestone.programme_id, milestone.pk])
        actions.append((url, _("Mark as done")))
    state = milestone.state_on(clock.today())
    word = pgettext("milestone", "done") if state == "done" else ""
    return Line(str(milestone), list(_notes(milestone)), state, word, actions=actions)


def _near(user: User, programme_id: int) -> BaseExpression | None:
    """How many, in which programme, and the nearest day."""
    if not may_anywhere(user, Permission.WRITE_ACTIVITY, programme_id):
        return None
    rows = Milestone.objects.to_finish_by(user).near_on(clock.today()).filter(programme=OuterRef("pk"))
    numbers = rows.order_by().values("programme").annotate(
        numbers=JSONObject(n=Count("pk"), programme=Min("programme"), due_on=Min("due_on"))
    )  # fmt: skip
    return Subquery(numbers.values("numbers"), output_field=JSONField())


def _task(numbers: Row) -> Task:
    text = ngettext("%(n)d milestone is due", "%(n)d milestones are due", numbers["n"]) % {"n": numbers["n"]}
    url = reverse("administration:milestone_list", args=[numbers["programme"]])
    return Task(text, url, _("Look at the milestones"), due_on=date.fromisoformat(numbers["due_on"]))


NEAR = CountedTask(TaskList.DUE, 35, _near, _task)

MILESTONES = FactKind(
    room="administration",
    name="milestone",
    path=_("milestones/"),
    model=Milestone,
    form=MilestoneForm,
    words=Words(
        plural=_("Milestones"),
        lead=_("What has to be done by which day. Those that are near stand in “My tasks”."),
        add=_("Add a milestone"),
        edit=_("Edit the milestone"),
        remove=_("Remove the milestone"),
    ),
    verbs=Verbs("milestone.added", "milestone.edited", "milestone.removed"),
    line=_line,
    order=80,
    copy=None,
    related=("municipality",),
    read_along=_read_along,
    draft=True,
)
