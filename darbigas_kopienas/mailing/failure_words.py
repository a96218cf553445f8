"""Why a letter could not be handed to the mail server, in people's words, by the name of the exception."""

import smtplib
import socket
import ssl

from django.utils.translation import gettext as _


def _names(*errors: type[Exception]) -> frozenset[str]:
    return frozenset(error.__name__ for error in errors)


NO_ANSWER = _names(
    OSError,  # no way through the network
    ConnectionError,
    BrokenPipeError,
    ConnectionAbortedError,
    ConnectionRefusedError,
    ConnectionResetError,
    TimeoutError,
    socket.gaierror,
    socket.herror,
    ssl.SSLEOFError,
    smtplib.SMTPConnectError,
    smtplib.SMTPServerDisconnected,
)
NO_PASSWORD = _names(smtplib.SMTPAuthenticationError)
REFUSED = _names(
    smtplib.SMTPException,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPResponseException,
    smtplib.SMTPSenderRefused,
    ssl.SSLError,
    ssl.SSLCertVerificationError,
)


def delayed_because(error: str) -> str:
    """Of a letter that will be tried again."""
    if error in NO_ANSWER:
        return _("the mail server did not answer")
    if error in NO_PASSWORD:
        return _("the mail server did not accept the portal’s password")
    return _("it could not be sent yet")


def failed_because(error: str) -> str:
    """Of a letter that was given up; what no mail server said is the portal's own fault."""
    if error in NO_ANSWER:
        return _("the mail server did not answer for several hours")
    if error in NO_PASSWORD:
        return _("the mail server did not accept the portal’s password")
    if error in REFUSED:
        return _("the mail server did not take it")
    return _("there was a fault in the portal")
