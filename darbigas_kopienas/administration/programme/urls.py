from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.facts.urls import fact_urls

from . import clone_views, milestone_views, period_views, views
from .kinds import KINDS
from .periods import PERIODS

urlpatterns = [
    path("", views.set_up, name="set_up"),
    path(_("add/"), views.programme_add, name="programme_add"),
    path("<int:programme_pk>/", views.programme_overview, name="programme_overview"),
    path(format_lazy("<int:programme_pk>/{}", _("edit/")), views.programme_edit, name="programme_edit"),
    path(
        format_lazy("<int:programme_pk>/{}{}", PERIODS.path, _("propose/")),
        period_views.period_propose,
        name="period_propose",
    ),
    path(format_lazy("<int:programme_pk>/{}", _("clone/")), clone_views.programme_clone, name="programme_clone"),
    *fact_urls(KINDS),
    path(_("<int:programme_pk>/milestones/<int:pk>/done/"), milestone_views.milestone_done, name="milestone_done"),
]
