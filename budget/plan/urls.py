from django.urls import path
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.facts.urls import fact_urls

from . import views
from .kinds import KINDS

urlpatterns = [
    path(_("<int:programme_pk>/lines/table/"), views.budget_line_import, name="budget_line_import"),
    path(
        _("<int:programme_pk>/lines/table/template/"),
        views.budget_line_import_template,
        name="budget_line_import_template",
    ),
    *fact_urls(KINDS),
]
