from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import from_json, to_json
from guidelines import services
from guidelines.models import Guideline
from guidelines.reporting import figures

pytestmark = pytest.mark.django_db
JUNE = (date(2020, 6, 1), date(2020, 6, 30))


def test_nothing_yet(draft: Guideline, in_daugavpils: Scope) -> None:
    reported = figures(in_daugavpils, *JUNE)
    assert (reported.published, reported.reached) == (0, 0)
    assert reported.chapter().component_label == "4"
    assert reported.publicity_chapter().component_label is None


def test_published_counts_in_its_month_even_when_archived_since(
    marta: User, published: Guideline, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    services.archive(by=marta, guideline=published)
    assert figures(in_daugavpils, *JUNE).published == 1
    assert figures(Scope(in_daugavpils.programme_id), *JUNE).published == 1
    assert figures(in_rezekne, *JUNE).published == 0
    assert figures(in_daugavpils, date(2020, 5, 1), date(2020, 5, 31)).published == 0
    line = figures(in_daugavpils, *JUNE).guidelines[0]
    assert (line.title.lv, line.title.en, line.published_on) == ("Kā sākt", "How to begin", date(2020, 6, 10))


def test_publicity_reaches_those_that_somebody_counted(ilze: User, in_daugavpils: Scope) -> None:
    for on, kind, audience in ((3, "press", 1200), (2, "video", None), (4, "post", 300)):
        services.record_publicity(
            by=ilze, scope=in_daugavpils, kind=kind, on=date(2020, 6, on), title_lv=kind, audience=audience
        )
    reported = figures(in_daugavpils, *JUNE)
    chapter = reported.publicity_chapter()
    assert (chapter.figure("G2").value, chapter.figure("G3").value) == (3, 1500)
    rows = chapter.table("G.publicity").rows
    assert [(str(row.cells[2]), row.cells[5], row.codes) for row in rows] == [
        ("video", None, ("G2",)),
        ("press", 1200, ("G2", "G3")),
        ("post", 300, ("G2", "G3")),
    ]
    assert [len(figure.records) for figure in chapter.figures] == [3, 2]


def test_chapters_survive_json_in_two_statements(ilze: User, published: Guideline, in_daugavpils: Scope) -> None:
    services.record_publicity(by=ilze, scope=in_daugavpils, kind="press", on=date(2020, 6, 1), title_lv="Raksts")
    with CaptureQueriesContext(connection) as queries:
        reported = figures(in_daugavpils, *JUNE)
    assert len(queries) == 2
    for chapter in (reported.chapter(), reported.publicity_chapter()):
        assert from_json(to_json(chapter)) == chapter
