from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("evaluation/<str:token>/"), views.evaluation_give, name="evaluation_give"),
    path(_("<int:pk>/evaluation/"), views.evaluation_summary, name="evaluation_summary"),
]
