"""Addresses of papers, and what an answer says."""

from typing import Any

from django.urls import reverse

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import person_of
from seminars.models import Certificate, Seminar


def give_to(certificate: Certificate, user: User) -> None:
    registration = certificate.registration
    registration.person = person_of(user)
    registration.save()


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def list_of(seminar: Seminar) -> str:
    return reverse("seminars:certificate_list", args=[seminar.pk])


def check_of(code: str) -> str:
    return reverse("seminars:certificate_check", args=[code])


def file_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)
