"""What is counted when somebody is erased, by its key in the trail."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COUNTED: dict[str, str | Promise] = {
    "accounts": _("accounts emptied"),
    "admin_log": _("entries of the system administrator’s log emptied"),
    "answers": _("written answers erased"),
    "captions": _("titles and captions of files without the name"),
    "certificates": _("certificates without the name"),
    "contacts": _("contact addresses emptied"),
    "documents": _("files never sent erased"),
    "drafts": _("drafts erased"),
    "feeds": _("calendar’s addresses ended"),
    "invitations": _("invitations erased"),
    "letters": _("e-mails without their recipient"),
    "letters_about": _("e-mails to others without the name"),
    "letters_dropped": _("e-mails not sent"),
    "notes": _("notes on duplicates emptied"),
    "packs": _("files of certificates erased"),
    "papers": _("papers of certificates erased"),
    "people": _("rows of the person emptied"),
    "places": _("places without the name"),
    "places_given_back": _("places given back"),
    "role_invitations": _("invitations to a role erased"),
    "roles": _("roles ended"),
    "sent_forms": _("sent forms forgotten"),
    "sessions": _("sessions ended"),
    "trainers": _("trainers emptied"),
}
