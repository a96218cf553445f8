from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.values import texts
from darbigas_kopienas.values.model_fields import ChoiceWords


class Question(ChoiceWords, models.Model):
    """What is asked of those who register. It is asked only when the question it depends on got the named answer."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a text")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of several")

    class Purpose(models.TextChoices):
        """What the answers are summed up for."""

        GENERAL = "general", _("something else")
        CATERING = "catering", _("catering")
        TRANSPORT = "transport", _("transport")
        ACCESS = "access", _("access needs")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("answered by"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    purpose = models.CharField(_("about"), max_length=10, choices=Purpose.choices, default=Purpose.GENERAL)
    text_lv = models.CharField(_("question in Latvian"), max_length=300)
    text_en = models.CharField(_("question in English"), max_length=300, blank=True)
    text_en_source = models.CharField(max_length=64, blank=True, editable=False)
    options_lv = models.TextField(_("answers to choose from, one a line"), blank=True)
    options_en = models.TextField(_("the same in English, one a line"), blank=True)
    options_en_source = models.CharField(max_length=64, blank=True, editable=False)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    depends_on = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="dependents", verbose_name=_("asked only after")
    )
    depends_value = models.CharField(_("when it was answered"), max_length=200, blank=True)

    text = texts.Text("text")
    options = texts.Text("options")

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text_lv=""), name="participation_question_has_text"),
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(options_lv=""), name="participation_question_choice_has_options"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def condition_shown(self) -> str:
        """The answer after which it is asked, in the reader's language."""
        words = dict(self.depends_on.choices()) if self.depends_on is not None else {}
        return str(words.get(self.depends_value, self.depends_value))

    def choices(self) -> list[tuple[str, object]]:
        """(stored value, shown word): the Latvian option is what is stored, so both languages sum up together."""
        if self.kind == self.Kind.YES_NO:
            return [("yes", _("Yes")), ("no", _("No"))]
        stored = [line.strip() for line in self.options_lv.splitlines() if line.strip()]
        shown = [line.strip() for line in self.options.splitlines() if line.strip()]
        return list(zip(stored, shown if len(shown) == len(stored) else stored, strict=True))
