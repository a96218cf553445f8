"""Why a letter has not left, in words that whoever reads the log understands."""

import smtplib
import socket
import ssl

import pytest
from django.template import TemplateDoesNotExist
from django.utils import translation

from darbigas_kopienas.mailing.models import OutgoingMail, State

SILENT = [ConnectionRefusedError, TimeoutError, socket.gaierror, OSError, smtplib.SMTPServerDisconnected]
REFUSED = [smtplib.SMTPDataError, smtplib.SMTPSenderRefused, smtplib.SMTPHeloError, ssl.SSLCertVerificationError]
PASSWORD = "the mail server did not accept the portal’s password"


def why(state: State, error: type[Exception] | str) -> str:
    with translation.override("en"):
        return OutgoingMail(state=state, error=error if isinstance(error, str) else error.__name__).why_not


@pytest.mark.parametrize("error", SILENT)
def test_server_that_does_not_answer(error: type[Exception]) -> None:
    assert why(State.WAITING, error) == "the mail server did not answer"
    assert why(State.FAILED, error) == "the mail server did not answer for several hours"


@pytest.mark.parametrize("state", [State.WAITING, State.FAILED])
def test_password_that_is_not_accepted(state: State) -> None:
    assert why(state, smtplib.SMTPAuthenticationError) == PASSWORD


@pytest.mark.parametrize("error", REFUSED)
def test_server_that_does_not_take_it(error: type[Exception]) -> None:
    assert why(State.WAITING, error) == "it could not be sent yet"
    assert why(State.FAILED, error) == "the mail server did not take it"


@pytest.mark.parametrize("error", [TemplateDoesNotExist, KeyError, PermissionError, "worker died"])
def test_fault_of_the_portal(error: type[Exception] | str) -> None:
    assert why(State.WAITING, error) == "it could not be sent yet"
    assert why(State.FAILED, error) == "there was a fault in the portal"


def test_address_that_is_not_known() -> None:
    assert why(State.FAILED, smtplib.SMTPRecipientsRefused) == "the recipient’s server does not know the address"


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING, State.SENT, State.FAILED])
def test_nothing_is_said_where_nothing_went_wrong(state: State) -> None:
    assert why(state, "") == ""


@pytest.mark.parametrize("state", [State.SENDING, State.SENT])
def test_what_is_on_its_way_again_or_has_left_says_nothing_of_an_earlier_attempt(state: State) -> None:
    assert why(state, OSError) == ""
