"""The portal's worker with one more kind of job, which does nothing."""

from celery.signals import worker_process_init

from darbigas_kopienas.celery import app

__all__ = ["app"]


def _nothing(*_job_and_progress: object) -> None:
    """Done at once."""


@worker_process_init.connect
def know_the_noop(**_signal: object) -> None:
    from darbigas_kopienas.rooms import Room, Work, register

    register(Room(name="bench", jobs={"bench.noop": Work(_nothing, "")}))
