"""What is counted when somebody is erased, by its key in the trail: a floor's own word behind `erased_`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COUNTED: dict[str, str | Promise] = {
    "erased_accounts": _("accounts emptied"),
    "erased_admin_log": _("entries of the system administrator’s log emptied"),
    "erased_answers": _("written answers erased"),
    "erased_captions": _("titles and captions of files without the name"),
    "erased_certificates": _("certificates without the name"),
    "erased_contacts": _("contact addresses emptied"),
    "erased_documents": _("files never sent erased"),
    "erased_drafts": _("drafts erased"),
    "erased_feeds": _("calendar’s addresses ended"),
    "erased_invitations": _("invitations erased"),
    "erased_letters": _("e-mails without their recipient"),
    "erased_letters_about": _("e-mails to others without the name"),
    "erased_letters_dropped": _("e-mails not sent"),
    "erased_mail_choices": _("choices of e-mails forgotten"),
    "erased_notes": _("notes on duplicates emptied"),
    "erased_packs": _("files with many certificates erased"),
    "erased_papers": _("certificate files erased"),
    "erased_people": _("rows of the person emptied"),
    "erased_places": _("places without the name"),
    "erased_places_given_back": _("places given back"),
    "erased_role_invitations": _("invitations to a role erased"),
    "erased_roles": _("roles ended"),
    "erased_sent_forms": _("sent forms forgotten"),
    "erased_sessions": _("sessions ended"),
    "erased_trainers": _("trainers emptied"),
}
