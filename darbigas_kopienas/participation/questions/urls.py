from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("participants/<int:pk>/settings/questions/"), views.question_list, name="question_list"),
    path(_("participants/<int:pk>/settings/questions/add/"), views.question_add, name="question_add"),
    path(_("participants/<int:pk>/settings/questions/<int:question_pk>/"), views.question_edit, name="question_edit"),
    path(
        _("participants/<int:pk>/settings/questions/<int:question_pk>/move/"),
        views.question_move,
        name="question_move",
    ),
    path(
        _("participants/<int:pk>/settings/questions/<int:question_pk>/remove/"),
        views.question_remove,
        name="question_remove",
    ),
]
