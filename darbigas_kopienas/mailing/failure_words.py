"""Why a letter could not be handed to the mail server, in people's words, by the name of the exception."""

from django.utils.translation import gettext as _

# Of the operating system ("OSError": no way through the network), of TLS and of smtplib.
NO_ANSWER = frozenset(
    {"OSError", "ConnectionError", "BrokenPipeError", "ConnectionAbortedError", "ConnectionRefusedError",
     "ConnectionResetError", "TimeoutError", "gaierror", "herror", "SSLEOFError", "SMTPConnectError",
     "SMTPServerDisconnected"}
)  # fmt: skip
NO_PASSWORD = "SMTPAuthenticationError"  # noqa: S105  (the name of an exception)
REFUSED = frozenset(
    {"SMTPException", "SMTPDataError", "SMTPHeloError", "SMTPNotSupportedError", "SMTPResponseException",
     "SMTPSenderRefused", "SSLError", "SSLCertVerificationError"}
)  # fmt: skip


def delayed_because(error: str) -> str:
    """Of a letter that will be tried again."""
    if error in NO_ANSWER:
        return _("the mail server did not answer")
    if error == NO_PASSWORD:
        return _("the mail server did not accept the portal’s password")
    return _("it could not be sent yet")


def failed_because(error: str) -> str:
    """Of a letter that was given up; what no mail server said is the portal's own fault."""
    if error in NO_ANSWER:
        return _("the mail server did not answer for several hours")
    if error == NO_PASSWORD:
        return _("the mail server did not accept the portal’s password")
    if error in REFUSED:
        return _("the mail server did not take it")
    return _("there was a fault in the portal")
