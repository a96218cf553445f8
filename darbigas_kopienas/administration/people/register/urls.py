from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from . import table_views, views

urlpatterns: list[URLPattern] = [
    path(_("people/"), views.person_register, name="person_register"),
    path(_("<int:programme_pk>/people/"), views.person_list, name="person_list"),
    path(_("<int:programme_pk>/people/add/"), views.person_add, name="person_add"),
    path(_("<int:programme_pk>/people/export/"), table_views.person_export, name="person_export"),
    path(_("<int:programme_pk>/people/import/"), table_views.person_import, name="person_import"),
    path(_("<int:programme_pk>/people/import/template/"), table_views.person_template, name="person_template"),
    path(_("<int:programme_pk>/people/<int:pk>/"), views.person_detail, name="person_detail"),
    path(_("<int:programme_pk>/people/<int:pk>/edit/"), views.person_edit, name="person_edit"),
]
