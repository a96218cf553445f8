from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:programme_pk>/privacy/notices/"), views.notice_list, name="notice_list"),
    path(_("<int:programme_pk>/privacy/notices/add/"), views.notice_add, name="notice_add"),
    path(_("<int:programme_pk>/privacy/consents/new-words/"), views.wording_add, name="wording_add"),
]
