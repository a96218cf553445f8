"""Who has just made an account otherwise than by signing up is signed in by it, and confirms the address afterwards."""

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.signup import complete_signup
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import User


def sign_in_new(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """By the password that was just chosen; a code goes to the address, and the answer leads to `to`.

    Allauth gets no row for the address until the code is typed: with one that is not confirmed it lets nobody switch
    two-step sign-in on, which staff have to do first. Left unconfirmed, the address is asked about at the next sign-in.
    """
    record_authentication(request, user, method="password")
    answer: HttpResponse = complete_signup(
        request, user=user, email_verification=EmailVerificationMethod.NONE, redirect_url=to
    )
    try:
        EmailVerificationProcess.initiate(request=request, user=user, email=user.email)
    except ImmediateHttpResponse:  # too soon: a code went there some moments ago, when the account began before
        return answer
    sentence = _("We have sent a code to %(email)s. Confirm your address with it: %(address)s")
    address = reverse("account_email_verification_sent")  # shown as a link (`with_links`)
    messages.info(request, sentence % {"email": user.email, "address": address})
    return answer
