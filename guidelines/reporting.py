"""What was published in a span (component 4 of the report), and how the programme was made known."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import Chapter, Column, Figure, Record, Row, Table, TextPair

from .models import Guideline, Publicity


@dataclass(frozen=True)
class GuidelineLine:
    pk: int
    title: TextPair
    published_on: date
    version: str
    authors: str
    licence: str

    @property
    def record(self) -> Record:
        return Record("guidelines.guideline", self.pk, self.title)


@dataclass(frozen=True)
class PublicityLine:
    """`audience` is None where nobody counted: that is not nobody."""

    pk: int
    on: date
    kind: TextPair
    title: TextPair
    channel: str
    url: str
    audience: int | None

    @property
    def record(self) -> Record:
        return Record("guidelines.publicity", self.pk, self.title)


@dataclass(frozen=True)
class GuidelineFigures:
    guidelines: tuple[GuidelineLine, ...]
    publicity: tuple[PublicityLine, ...]

    @property
    def published(self) -> int:
        return len(self.guidelines)

    @property
    def reached(self) -> int:
        """Sum of the audiences that are known; the same person reached twice is counted twice."""
        return sum(line.audience or 0 for line in self.publicity)

    def chapter(self) -> Chapter:
        records = tuple(line.record for line in self.guidelines)
        return Chapter(
            code="G",
            title=TextPair.translated(_("Guidelines and support materials")),
            component_label="4",
            figures=(Figure("G1", TextPair.translated(_("Guidelines published")), self.published, "count", records),),
            tables=(self._guidelines(),),
        )

    def publicity_chapter(self) -> Chapter:
        """A heading of its own: publicity is no component of the grant."""
        records = tuple(line.record for line in self.publicity)
        counted = tuple(line.record for line in self.publicity if line.audience is not None)
        known = TextPair.translated(_("Only where the audience is known; one person may be counted more than once."))
        return Chapter(
            code="P",
            title=TextPair.translated(_("Publicity")),
            figures=(
                Figure("G2", TextPair.translated(_("Publicity items")), len(records), "count", records),
                Figure(
                    "G3", TextPair.translated(_("People reached by publicity")), self.reached, "count", counted, known
                ),
            ),
            tables=(self._publicity(),),
        )

    def _guidelines(self) -> Table:
        return Table(
            code="G.guidelines",
            title=TextPair.translated(_("Published guidelines and support materials")),
            columns=(
                Column(TextPair.translated(_("Title"))),
                Column(TextPair.translated(_("Published on")), "date"),
                Column(TextPair.translated(_("Version"))),
                Column(TextPair.translated(_("Authors"))),
                Column(TextPair.translated(_("Licence"))),
            ),
            rows=tuple(
                Row((line.title, line.published_on, line.version, line.authors, line.licence), line.record, ("G1",))
                for line in self.guidelines
            ),
        )

    def _publicity(self) -> Table:
        return Table(
            code="G.publicity",
            title=TextPair.translated(_("Publicity")),
            columns=(
                Column(TextPair.translated(_("Day")), "date"),
                Column(TextPair.translated(_("Kind"))),
                Column(TextPair.translated(_("Title"))),
                Column(TextPair.translated(_("Channel"))),
                Column(TextPair.translated(_("Web address"))),
                Column(TextPair.translated(_("People reached")), "count"),
            ),
            rows=tuple(
                Row(
                    (line.on, line.kind, line.title, line.channel, line.url, line.audience),
                    line.record,
                    ("G2",) if line.audience is None else ("G2", "G3"),
                )
                for line in self.publicity
            ),
        )


def figures(scope: Scope, starts_on: date, ends_on: date) -> GuidelineFigures:
    """Of a programme, or of one municipality in it; both days inclusive. Two statements, however many rows.

    A guideline published and archived since still counts: it was published.
    """
    guidelines = Guideline.objects.in_scope(scope).published_between(starts_on, ends_on).for_lists()
    publicity = Publicity.objects.in_scope(scope).between(starts_on, ends_on)
    return GuidelineFigures(
        guidelines=tuple(
            GuidelineLine(
                pk=guideline.pk,
                title=TextPair.of(guideline, "title"),
                published_on=guideline.published_on or starts_on,
                version=guideline.version,
                authors=guideline.authors,
                licence=guideline.licence,
            )
            for guideline in guidelines.order_by("published_on", "pk")
        ),
        publicity=tuple(
            PublicityLine(
                pk=item.pk,
                on=item.on,
                kind=TextPair.translated(Publicity.Kind(item.kind).label),
                title=TextPair.of(item, "title"),
                channel=item.channel,
                url=item.url,
                audience=item.audience,
            )
            for item in publicity.order_by("on", "pk")
        ),
    )
