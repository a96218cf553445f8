"""Why a span was not set, or a destruction act not drafted or approved."""

from django.core.exceptions import ValidationError


class UnknownKind(ValidationError):
    """No floor and no room has data of this kind."""


class WrongSpan(ValidationError):
    """Shorter than the law allows, or longer than anybody can mean."""


class WrongDay(ValidationError):
    """A day that is over, or one for which this kind has a span already."""


class NothingChosen(ValidationError):
    """An act names at least one document, and no more than can be read."""


class SeveralMunicipalities(ValidationError):
    """One act is of one municipality, since its staff may approve it."""


class NotOverdue(ValidationError):
    """The law, the programme or an open period still asks for a document."""


class SamePerson(ValidationError):
    """Whoever drafted an act does not approve it."""


class NotDrafted(ValidationError):
    """The act was approved or cancelled before."""


class ActNotDrawn(ValidationError):
    """The paper could not be made, so nothing was erased."""
