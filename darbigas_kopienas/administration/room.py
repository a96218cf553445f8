"""What the implementer's pages say to the others (rooms.py)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.mailing.letters import LetterKind
from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.rooms import DraftedForm, Menu, MenuLine, Room, State

from . import own_data
from .people.duplicates import letters as duplicate_letters
from .privacy.erasure import letters as erasure_letters
from .privacy.erasure.erased_notes import ERASURE
from .privacy.erasure.open_requests import WAITING
from .privacy.erasure.trail import COUNTED
from .privacy.retention.kinds import EVIDENCE
from .privacy.retention.lateness import LATE_ERASING
from .privacy.retention.overdue import OVERDUE, TO_APPROVE
from .programme.kinds import KINDS
from .programme.milestones import NEAR
from .programme.unfinished import UNFINISHED
from .programme.uses import uses_of
from .roles.forgotten import ADDRESSES
from .roles.last_day import RUNS_OUT
from .roles.mails import invite_by_letter
from .roles.role_letters import notify_of_change, notify_of_end
from .roles.silent import SILENT
from .upkeep.overdue import OVERDUE_BACKUP

ROOM = Room(
    name="administration",
    erasure=ERASURE,
    trail_words=COUNTED,
    verbs={
        "component.added": _("component added"),
        "component.edited": _("component corrected"),
        "component.removed": _("component removed"),
        "programme.added": _("programme added"),
        "programme.edited": _("programme corrected"),
        "indicator.added": _("indicator added"),
        "indicator.edited": _("indicator corrected"),
        "indicator.removed": _("indicator removed"),
        "reporting_period.added": _("reporting period added"),
        "reporting_period.edited": _("reporting period corrected"),
        "reporting_period.removed": _("reporting period removed"),
        "party.added": _("party added"),
        "party.edited": _("party corrected"),
        "party.removed": _("party removed"),
        "contact.added": _("party’s contact added"),
        "contact.edited": _("party’s contact corrected"),
        "contact.removed": _("party’s contact removed"),
        "people.exported": _("register of people taken along in a file"),
        "mail.exported": _("log of e-mails taken along in a file"),
        "person.entered": _("person entered in the register"),
        "person.edited": _("person’s data corrected"),
        "organisation.added": _("organisation added"),
        "organisation.edited": _("organisation’s data corrected"),
        "organisation.merged": _("two organisations merged"),
        "organisation.merge_undone": _("merging of organisations undone"),
        "organisation.told_apart": _("two organisations are not the same"),
        "person.merged": _("two people merged"),
        "person.merge_undone": _("merging of people undone"),
        "person.erased": _("data of the person erased"),
        "person.erased_again": _("data of the person erased again: a backup that was restored still had them"),
        "person.told_apart": _("two people are not the same"),
        "municipality.added": _("municipality added"),
        "municipality.edited": _("municipality’s data corrected"),
        "partnership.added": _("partnership added"),
        "partnership.edited": _("partnership corrected"),
        "partnership.removed": _("partnership removed"),
        "decision.added": _("agreement or decision added"),
        "decision.edited": _("agreement or decision corrected"),
        "decision.removed": _("agreement or decision removed"),
        "milestone.added": _("milestone added"),
        "milestone.edited": _("milestone corrected"),
        "milestone.removed": _("milestone removed"),
        "milestone.finished": _("milestone done"),
        "site.added": _("place added"),
        "site.edited": _("place corrected"),
        "site.removed": _("place removed"),
        "role_invitation.sent": _("invited to a role"),
        "role_invitation.sent_again": _("invitation to a role sent again"),
        "role_invitation.withdrawn": _("invitation to a role withdrawn"),
        "role_invitation.declined": _("invitation to a role declined"),
        "role_invitation.accepted": _("invitation to a role accepted"),
        "retention.set": _("set for how long data are stored"),
        "destruction_act.drafted": _("destruction act written"),
        "destruction_act.approved": _("destruction act approved, files destroyed"),
        "document.destroyed_again": _("file destroyed again: a backup that was restored still had it"),
        "destruction_act.cancelled": _("destruction act cancelled"),
        "logo.added": _("logo added"),
        "logo.edited": _("logo corrected"),
        "logo.removed": _("logo removed"),
        "erasure.asked": _("erasing of data asked for"),
        "erasure.withdrawn": _("request to erase data withdrawn"),
        "erasure.noted": _("request to erase data noted"),
        "erasure.refused": _("request to erase data refused"),
        "backup.made": _("portal backed up"),
        "backup.failed": _("backup of the portal failed"),
    },
    states={
        "merged": State(pgettext_lazy("duplicate", "merged"), "good", "check"),
        "undone": State(pgettext_lazy("duplicate", "merging undone"), "", "back"),
        "different": State(pgettext_lazy("duplicate", "not the same"), "info", "dot"),
        "asked_erasure": State(pgettext_lazy("erasure", "waits for an answer"), "warning", "half"),
        "erased_person": State(pgettext_lazy("erasure", "erased"), "good", "check"),
        "drafted_act": State(pgettext_lazy("destruction act", "waits for approval"), "warning", "half"),
        "approved_act": State(pgettext_lazy("destruction act", "approved"), "good", "check"),
        "cancelled_act": State(pgettext_lazy("destruction act", "cancelled"), "", "cross"),
        "refused_erasure": State(pgettext_lazy("erasure", "refused"), "bad", "cross"),
        "good_backup": State(pgettext_lazy("backup", "good"), "good", "check"),
        "failed_backup": State(pgettext_lazy("backup", "failed"), "bad", "triangle"),
        "withdrawn_erasure": State(pgettext_lazy("erasure", "withdrawn"), "", "back"),
    },
    menu=[
        MenuLine(
            Menu.STAFF,
            _("People and organisations"),
            "administration:person_register",
            order=30,
            icon="users",
            permissions=frozenset({Permission.SEE_REGISTRATIONS}),
        ),
        MenuLine(
            Menu.PERSONAL,
            _("People and roles"),
            "administration:role_list",
            order=27,
            icon="users",
            permissions=frozenset({Permission.INVITE, Permission.MANAGE_ROLES}),
        ),
        MenuLine(
            Menu.PERSONAL,
            _("Personal data"),
            "administration:privacy",
            order=29,
            icon="key",
            permissions=frozenset({Permission.MANAGE_PRIVACY}),
        ),
        MenuLine(
            Menu.PERSONAL,
            _("E-mails"),
            "administration:mail",
            order=32,
            icon="mail",
            permissions=frozenset({Permission.SEE_MAIL}),
        ),
        MenuLine(
            Menu.PERSONAL,
            _("State of the system"),
            "administration:state",
            order=34,
            icon="clock",
            permissions=frozenset({Permission.MANAGE_ROLES}),
        ),
        MenuLine(
            Menu.PERSONAL,
            _("Set up the programme"),
            "administration:set_up",
            order=28,
            icon="settings",
            permissions=frozenset({Permission.WRITE_PROGRAMME}),
        ),
    ],
    drafts=[
        DraftedForm("administration:programme_add", _("a new programme")),
        DraftedForm("administration:programme_edit", _("correction of a programme")),
        *(draft for kind in KINDS for draft in kind.drafts),
        DraftedForm("administration:organisation_add", _("a new organisation")),
        DraftedForm("administration:organisation_edit", _("an organisation’s data")),
        DraftedForm("administration:municipality_add", _("a new municipality")),
        DraftedForm("administration:municipality_edit", _("a municipality’s data")),
        DraftedForm("administration:notice_add", _("a new version of the privacy notice")),
        DraftedForm("administration:wording_add", _("new words of a consent")),
        DraftedForm("administration:role_invite", _("an invitation to a role")),
    ],
    counted_tasks={
        "milestones": NEAR,
        "set_up": UNFINISHED,
        "roles": RUNS_OUT,
        "silent_invitations": SILENT,
        "erasure": WAITING,
        "late_erasing": LATE_ERASING,
        "overdue_documents": OVERDUE,
        "acts_to_approve": TO_APPROVE,
        "overdue_backup": OVERDUE_BACKUP,
    },
    schedule={"administration.tidy": timedelta(hours=1)},
    retention=[EVIDENCE, ADDRESSES],
    letters={
        "role_invitation": LetterKind(_("invitation to a role"), invite_by_letter),
        "role_changed": LetterKind(_("a role was changed"), notify_of_change),
        "role_ended": LetterKind(_("a role was ended"), notify_of_end),
        duplicate_letters.MERGED: LetterKind(_("entries of a person were merged"), duplicate_letters.tell_of_merging),
        duplicate_letters.UNDONE: LetterKind(_("merging of people undone"), duplicate_letters.tell_of_undoing),
        erasure_letters.ASKED: LetterKind(_("a request to erase data is confirmed"), erasure_letters.confirm_request),
        erasure_letters.REFUSED: LetterKind(_("a request to erase data is refused"), erasure_letters.tell_of_refusal),
        erasure_letters.DONE: LetterKind(_("data are erased"), erasure_letters.tell_of_erasing),
        erasure_letters.WAITING: LetterKind(_("a request to erase data waits"), erasure_letters.ask_coordinator),
    },
    own_data=own_data.gather,
    document_uses=uses_of,
    references=[
        Reference("administration.ErasureRequest", "person", stays=True),  # read by whomever it leads to since
        # What was decided of a pair is told of these two, whatever becomes of them.
        *(Reference("administration.Duplicate", f"{which}_person", stays=True) for which in ("target", "other")),
        *(Reference("administration.Duplicate", f"{which}_organisation", stays=True) for which in ("target", "other")),
    ],
    facts=KINDS,
)
