"""Django's admin is for system administrators only: roles and register data, no content of the programme."""

import allauth.account.admin  # both register their rows when they are loaded
import allauth.mfa.admin  # noqa: F401  (see above)
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from .models import Municipality, Organisation, User

# /admin/login/ would be a second door, past the sign-in page's limits and second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's documented way

# Whoever could read or change these would become anybody: an account is its address and its second factor.
admin.site.unregister([EmailAddress, Authenticator])


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ("email", "name", "is_active", "is_staff")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser")


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin[Municipality]):
    list_display = ("code", "name_lv", "iso", "valid_from", "valid_to")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    list_display = ("name_lv", "kind", "municipality", "registration_number")
    list_select_related = ("municipality",)
    search_fields = ("folded",)
