"""The portal without the lock behind which seats are given: what the control round is served by."""

from darbigas_kopienas.wsgi import application  # isort: skip  (first of all: the models need a portal that is set up)
from darbigas_kopienas.participation.registration import prepared
from tests.without_locks import SlowlyCounted

__all__ = ["application"]

vars(prepared).update(_coming=SlowlyCounted())
