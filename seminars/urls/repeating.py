from django.urls import path
from django.utils.translation import gettext_lazy as _

from seminars.plan.views import repetition as views

urlpatterns = [
    path(_("<int:pk>/duplicate/"), views.seminar_duplicate, name="seminar_duplicate"),
    path(_("<int:pk>/repeat/"), views.seminar_repeat, name="seminar_repeat"),
    path(_("<int:pk>/template/"), views.template_save, name="template_save"),
    path(_("templates/"), views.template_use, name="template_use"),
    path(_("templates/<int:pk>/remove/"), views.template_drop, name="template_drop"),
]
