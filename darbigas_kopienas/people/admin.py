"""Django's admin is for system administrators only: roles and register data, no content of the programme."""

from typing import Any

import allauth.account.admin  # both register their rows when they are loaded
import allauth.mfa.admin  # noqa: F401  (see above)
from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from darbigas_kopienas.values import formats
from darbigas_kopienas.web.security_log import Event, note

from . import sessions, signed_in_browsers
from .models import Municipality, Organisation, User

# /admin/login/ would be a second door, past the sign-in page's limits and second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's documented way

POWERS = frozenset({"is_active", "is_staff", "is_superuser"})  # over the machine; roles in a programme stand elsewhere

LETTERS = {
    Authenticator.Type.TOTP: "mfa/email/totp_deactivated",
    Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
    Authenticator.Type.RECOVERY_CODES: "mfa/email/recovery_codes_removed",
}


def _to_own_password(_request: HttpRequest, _extra_context: object = None) -> HttpResponseRedirect:
    return redirect("account_change_password")


# Nobody would hear of a password that was changed on a page of its own.
admin.site.password_change = _to_own_password  # type: ignore[method-assign,assignment]  # as above

# Whoever could read or change these would become anybody: an account is its address and its second factor.
admin.site.unregister([EmailAddress, Authenticator])


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin[Authenticator]):
    """For a lost telephone: a second factor can be taken away, so that its person enrols anew, and nothing else."""

    list_display = ("user", "type", "called", "created_at", "last_used_at")
    search_fields = ("user__email",)
    fields = list_display

    @admin.display(description=pgettext_lazy("thing", "Name"))
    def called(self, factor: Authenticator) -> str:
        """Of several passkeys it is to be the lost one that goes."""
        return str(factor.wrap().name) if factor.type == Authenticator.Type.WEBAUTHN else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        self.delete_queryset(request, Authenticator.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        """Whoever loses a factor hears of it: it is also what somebody would ask for who wants to be them.

        Codes that stood in for the last factor go along: alone they are asked for at no sign-in.
        """
        taken = list(queryset.values_list("user", "type").distinct().order_by("user", "type"))
        people = User.objects.in_bulk([number for number, _kind in taken])
        super().delete_queryset(request, queryset)
        sessions.end_all(User.objects.filter(pk__in=people))
        for number, kind in taken:
            delete_dangling_recovery_codes(people[number])
            note(Event.SECOND_FACTOR, change="taken", of=number, kind=kind)
            get_adapter(request).send_notification_mail(LETTERS[kind], people[number])


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ("email", "name", "is_active", "is_staff")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser")
    actions = ("sign_out_everywhere",)

    @admin.action(description=gettext_lazy("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For a telephone that was lost, or an account that somebody else is in."""
        people = list(queryset)
        signed_in_browsers.end_everywhere(User.objects.filter(pk__in=[user.pk for user in people]))
        for user in people:
            self.log_change(request, user, gettext("Sign out everywhere"))
        done = ngettext(
            "%(number)d person is signed out everywhere.", "%(number)d people are signed out everywhere.", len(people)
        )
        messages.success(request, done % {"number": len(people)})

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Mailed codes go to the address: whoever moved it would sign in as its person."""
        return () if obj is None else ("email",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for name in sorted(POWERS.intersection(form.changed_data)):
            note(Event.ROLE, change="given" if getattr(obj, name) else "taken", of=obj.pk, role=name)


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin[Municipality]):
    list_display = ("code", "name_lv", "iso", "valid_from", "valid_to")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    list_display = ("name_lv", "kind", "municipality", "registration_number")
    list_select_related = ("municipality",)
    search_fields = ("folded",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Organisation], search_term: str
    ) -> tuple[QuerySet[Organisation], bool]:
        """By its own spelling and by the plain one, as everywhere."""
        return super().get_search_results(request, queryset, formats.folded(search_term))
