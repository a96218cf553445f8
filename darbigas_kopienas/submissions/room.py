"""What drafts and submissions say to the other floors (rooms.py)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.db.models.expressions import BaseExpression
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.rooms import CountedTask, Room, Task, TaskList
from darbigas_kopienas.values import formats

from . import own_data
from .drafted_forms import drafted_form
from .erasure import ERASURE
from .models import Draft
from .services.drafts import DRAFTS, page_of
from .services.submissions import SENT_FORMS

MOST_LISTED = 10
# What a form calls the line by which its author knows it again.
TITLES = ("title", "title_lv", "subject", "supplier_name", "name")


def _newest(user: User, _programme_id: int) -> BaseExpression:
    """The drafts themselves, as JSON: "My tasks" reads all that waits in one statement."""
    title = Coalesce(*(KeyTextTransform(0, KeyTransform(name, "data")) for name in TITLES))
    rows = Draft.objects.filter(user=user).order_by("-updated_at")
    return ArraySubquery(
        rows.values(row=JSONObject(key=F("form_key"), at=F("updated_at"), title=title))[:MOST_LISTED]
    )  # fmt: skip


def _tasks(rows: Any) -> Iterator[Task]:
    for row in rows:
        form = drafted_form(row["key"])
        url = page_of(row["key"], to_go_on=True)
        if form is None or not url:
            continue
        text = _("Draft: %(what)s") % {"what": form[0].label}
        if row["title"]:
            text = _("Draft: %(what)s, “%(title)s”") % {"what": form[0].label, "title": row["title"]}
        note = _("Saved %(moment)s") % {"moment": formats.moment(datetime.fromisoformat(row["at"]))}
        yield Task(text, url, _("Go on writing"), note=note)


ROOM = Room(
    name="submissions",
    erasure=ERASURE,
    counted_tasks={"drafts": CountedTask(TaskList.WAITING, 5, _newest, _tasks)},
    schedule={"submissions.tidy": timedelta(hours=1)},
    own_data=own_data.gather,
    retention=[DRAFTS, SENT_FORMS],
)
