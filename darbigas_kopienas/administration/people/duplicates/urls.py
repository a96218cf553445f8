from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:programme_pk>/duplicates/"), views.duplicate_list, name="duplicate_list"),
    path(
        _("<int:programme_pk>/duplicates/people/<int:first>/<int:second>/"),
        views.duplicate_compare,
        name="duplicate_compare",
    ),
    path(
        _("<int:programme_pk>/duplicates/organisations/<int:first>/<int:second>/"),
        views.duplicate_compare_organisations,
        name="duplicate_compare_organisations",
    ),
    path(_("<int:programme_pk>/duplicates/<int:pk>/undo/"), views.duplicate_undo, name="duplicate_undo"),
]
