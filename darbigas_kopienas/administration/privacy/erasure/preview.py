"""What erasing somebody would meet with, before anybody decides."""

from dataclasses import dataclass

from darbigas_kopienas.people.erasure import Remainder
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.rooms import registered

from .subject import subject_of


@dataclass(frozen=True)
class Preview:
    """`obstacles`: what somebody has to do first; `remainders`: where the person stays named, and by which rule."""

    obstacles: list[str]
    remainders: list[Remainder]


def preview_of(person: Person) -> Preview:
    subject = subject_of(person)
    answers = [room.erasure for room in registered() if room.erasure is not None]
    obstacles = [text for answer in answers if answer.obstacles is not None for text in answer.obstacles(subject)]
    remainders = [row for answer in answers if answer.remainders is not None for row in answer.remainders(subject)]
    return Preview(obstacles, remainders)
