"""Personal links that open nothing: mostly copied without their end."""

from typing import ClassVar

from django.http import Http404


class BrokenLink(Http404):
    """Not made here, or of something that is gone. `template` is the page that says what to do; its status is 404."""

    template: ClassVar[str] = "link_broken.html"


class BrokenCalendarLink(BrokenLink):
    """Of one's own calendar: a new one is made where one has signed in."""

    template = "link_broken_calendar.html"


class BrokenTrainerLink(BrokenLink):
    """Of a trainer, who registered for nothing: the organiser sends another."""

    template = "link_broken_trainer.html"


class BrokenFirstLink(BrokenLink):
    """Of the first start: whoever keeps the machine prints another."""

    template = "link_broken_first_start.html"


class UsedFirstLink(BrokenLink):
    """Somebody has a role by now, so the portal is begun; whoever opens it signs in."""

    template = "link_used_first_start.html"


class BrokenRoleInvitation(BrokenLink):
    """Of an invitation to a role: whoever sent it sends it again."""

    template = "link_broken_role_invitation.html"


class BrokenSharedLink(BrokenLink):
    """Of reports shown for some days: whoever gave it looks up whether it still holds."""

    template = "link_broken_shared.html"


class BrokenMailChoiceLink(BrokenLink):
    """Below an e-mail whose address was forgotten meanwhile: whoever has an account chooses there."""

    template = "link_broken_mail_choice.html"
