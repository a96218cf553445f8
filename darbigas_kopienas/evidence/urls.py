from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "evidence"
urlpatterns = [
    path(_("documents/add/"), views.document_stage, name="document_stage"),
    path(_("documents/<int:pk>/"), views.document_download, name="document_download"),
    path(_("documents/<int:pk>/show/"), views.document_show, name="document_show"),
    path(_("logos/<int:pk>/"), views.logo, name="logo"),
    path(_("photos/"), views.photo_list, name="photo_list"),
    path(_("photos/<int:pk>/consent/"), views.photo_consent, name="photo_consent"),
    path(_("photos/<int:pk>/<slug:size>/"), views.photo, name="photo"),
]
