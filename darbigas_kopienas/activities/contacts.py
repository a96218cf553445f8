"""Who is asked about an activity, and how they are reached: every e-mail about it says so and is answered there."""

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.pages import facts_of
from darbigas_kopienas.activities.services.rights import to_write
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import may
from darbigas_kopienas.programme.colleagues import nearest_with
from darbigas_kopienas.values.contacts import Contact, contact_at, portal_contact


def contact_of(activity: Activity) -> Contact:
    """The address written for it, else that of its organiser; the portal's where nobody is left to answer."""
    organiser = organiser_of(activity)
    name = organiser.name if organiser is not None else ""
    if written := contact_at(facts_of(activity).contact_email):
        owner = User.objects.filter(email=written.email, is_active=True).first()
        return contact_at(written.email, owner.name if owner is not None else name) or written
    return contact_of_user(organiser) or portal_contact()


def organiser_of(activity: Activity) -> User | None:
    """Whoever planned it, while they may still write it; else a coordinator of its municipality or its programme."""
    permission, planned_by = to_write(activity.kind), activity.created_by
    if planned_by is not None and may(planned_by, permission, activity.scope):
        return planned_by
    return next(iter(nearest_with(permission, activity.scope)), None)
