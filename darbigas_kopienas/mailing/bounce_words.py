"""Why a letter came back, in people's words, by the status of the recipient's server (RFC 3463)."""

from django.utils.translation import gettext as _


def bounced_because(status: str) -> str:
    """`status` as "5.1.1"; what is not known by its subject (the second number) is said in general."""
    subject = ".".join(status.split(".")[1:2])
    detail = ".".join(status.split(".")[1:])
    if detail in {"1.1", "1.2", "1.3", "1.10"}:
        return _("there is no such address")
    if detail == "2.2":
        return _("the mailbox is full")
    if subject == "2":
        return _("the mailbox takes no e-mails")
    if detail in {"3.4", "2.3"}:
        return _("the e-mail was too big")
    if subject == "7":
        return _("the recipient’s server refused it")
    return _("the recipient’s server sent it back")
