"""How long whoever asks the database waits, in seconds. 0 is without end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """PostgreSQL keeps `lock`, `statement` and `idle_in_transaction`; it cannot when it does not answer at all.

    So `answer` is kept on this side: a server that is silent for so long is taken for lost.
    """

    connect: float
    lock: float = 0
    statement: float = 0
    idle_in_transaction: float = 0
    answer: float = 0

    def __post_init__(self) -> None:
        if self.answer and not self.lock < self.statement < self.answer:
            raise ValueError("the server's own limits must come first: it says what it waited for")

    @property
    def settings(self) -> dict[str, str]:
        """PostgreSQL's names and values; 0 as well, so that nothing is left to how the server is set up."""
        return {
            "lock_timeout": _milliseconds(self.lock),
            "statement_timeout": _milliseconds(self.statement),
            "idle_in_transaction_session_timeout": _milliseconds(self.idle_in_transaction),
        }


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}ms"


# Somebody looks at an empty page meanwhile: no request waits longer than five seconds.
WEB = Limits(connect=2, lock=3, statement=4, idle_in_transaction=10, answer=4.5)
# Tasks and commands may take long, but no longer than a task is let live (CELERY_TASK_TIME_LIMIT).
WORK = Limits(connect=5, lock=30, statement=600, idle_in_transaction=600)
# Migrations, and whatever else the tables' owner does. While it waits for a table, everybody who asks for that table
# waits behind it: so it gives up before the web would, and is tried again (prepare.py). A second longer than PostgreSQL
# needs to send an autovacuum away.
OWNER = Limits(connect=5, lock=2)
