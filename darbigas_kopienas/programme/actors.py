"""Who acts: somebody with an account, whoever holds a link, or the portal itself. None is never an actor."""

from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser


@dataclass(frozen=True)
class Holder:
    """Whoever acts by a link or a code and needs no account; `of` says which. Never has a permission."""

    of: str
    pk: ClassVar[None] = None  # the trail names nobody


@dataclass(frozen=True)
class System:
    """The portal itself; there is only `SYSTEM`."""

    pk: ClassVar[None] = None


SYSTEM: Final = System()

VISITOR: Final = Holder("visitor")  # signs in with nothing: a guest who registers, somebody who asks for a code
PLACE_LINK: Final = Holder("place link")
MAILED_LINK: Final = Holder("mailed link")
INVITATION: Final = Holder("invitation")
WALL_CODE: Final = Holder("wall code")
TRAINER_LINK: Final = Holder("trainer's link")
AUDIT_LINK: Final = Holder("auditor's link")
MAIL_CHOICE_LINK: Final = Holder("mail choice link")  # below an e-mail that one may do without
FIRST_LINK: Final = Holder("first link")  # whoever started the portal, while nobody has a role in it
MAIL_SERVICE: Final = Holder("mail service")  # says by its key which e-mails came back
ERASURE: Final = Holder("erasure")  # what follows from a decision to erase somebody
DEADLINE: Final = Holder("deadline")  # whoever held a place and let its time pass, so that the next one has it

Actor: TypeAlias = User | Holder | System
# Whoever rows are shown to. Who has no account sees what everybody sees; None too.
Reader: TypeAlias = AnyUser | Holder | System | None


def account_of(actor: Actor) -> User | None:
    """For columns that name a person: the account, where somebody acts with one."""
    return actor if isinstance(actor, User) else None


def actor_of(user: AnyUser, holder: Holder) -> User | Holder:
    """Whoever opened a link: with the account they are signed in with, else as its holder."""
    return user if isinstance(user, User) else holder
