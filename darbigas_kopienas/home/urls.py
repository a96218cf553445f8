from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import contacts, mail_choices, my_consents, my_data, my_mail, style, views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path(_("my-tasks/"), views.my_tasks, name="my_tasks"),
    path(_("my-data/"), my_data.my_data, name="my_data"),
    path(_("my-data/file/"), my_data.my_data_file, name="my_data_file"),
    path(_("my-data/consents/"), my_consents.my_consents, name="my_consents"),
    path(_("my-data/mail/"), my_mail.my_mail, name="my_mail"),
    path(_("my-data/mail/choices/"), mail_choices.mail_choices, name="mail_choices"),
    path(format_lazy("{}<str:token>/", _("e-mails/choose/")), mail_choices.mail_unsubscribe, name="mail_unsubscribe"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("contacts/"), contacts.contacts, name="contacts"),
    path(_("privacy/"), views.privacy, name="privacy"),
    path(_("privacy/read/"), my_consents.notice_read, name="notice_read"),
    path(_("privacy/<int:version>/"), views.notice_version, name="notice_version"),
    path(_("choose-programme/"), views.programme_choose, name="programme_choose"),
    path(_("style/"), style.style, name="style"),
]
