"""How whoever has an account is named to others as the one to ask."""

from darbigas_kopienas.values.contacts import Contact, contact_at

from .models import User


def contact_of_user(user: User | None) -> Contact | None:
    """None where nobody is left to ask, or the account has no address any more."""
    return contact_at(user.email, user.name) if user is not None else None
