"""What the room holds about somebody: the guidelines that they began or changed."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Guideline, GuidelineEditor


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    changed = Exists(GuidelineEditor.objects.filter(guideline=OuterRef("pk"), user=user))
    rows = Guideline.objects.filter(Q(written_by=user) | Q(changed)).defer("body_lv", "body_en").order_by("pk")
    table = OwnTable(
        title=_("Guidelines that I wrote"),
        keys=("title", "state", "published_on"),
        columns=(Column(_("Title")), Column(_("State")), Column(_("Published on"), "date")),
        rows=[(row.title, row.get_state_display(), row.published_on) for row in rows],
    )
    yield "guidelines", table
