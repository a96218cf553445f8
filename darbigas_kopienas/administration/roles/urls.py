from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import answer_views, invitation_views, views

urlpatterns = [
    path(_("roles/"), views.role_list, name="role_list"),
    path(_("roles/<int:pk>/edit/"), views.role_edit, name="role_edit"),
    path(_("roles/<int:pk>/end/"), views.role_end, name="role_end"),
    path(_("roles/invite/"), invitation_views.role_invite, name="role_invite"),
    path(_("roles/invitations/<int:pk>/send-again/"), invitation_views.send_again, name="role_invitation_send_again"),
    path(_("roles/invitations/<int:pk>/withdraw/"), invitation_views.withdraw, name="role_invitation_withdraw"),
    path(_("role-invitation/<str:token>/"), answer_views.role_invitation, name="role_invitation"),
]
