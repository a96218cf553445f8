"""The connection, with its limits (limits.py), and a server that does not answer given up once instead of each time.

A request asks again after a failure: for the session, for the page that says so. Each of these would wait anew.
"""

import select
import threading
import time
from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from psycopg2 import extensions

from .limits import Limits

LOST_FOR = 1.0  # seconds in which a thread does not try again to reach a server that it gave up
USABLE_WITHIN = 1.0  # seconds in which a connection that was kept must answer, else a new one is made


class _Thread(threading.local):
    """Of the thread: how long it waits for an answer (0: without end), and which server it gave up last, and when."""

    patience: float = 0
    server: object = None
    gave_up_at: float = float("-inf")


_thread = _Thread()


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def limits(self) -> Limits:
        limits: Limits = self.settings_dict["LIMITS"]
        return limits

    def get_connection_params(self) -> dict[str, Any]:
        limits: dict[str, object] = {"connect_timeout": max(round(self.limits.connect), 1)}
        if self.limits.answer:  # over a network: a machine that is gone answers nothing, not even that it is gone
            limits |= {"keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 2}
            limits |= {"tcp_user_timeout": round(self.limits.answer * 1000)}
        return {**limits, **super().get_connection_params()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Raises OperationalError, at once where the thread has given the server up a moment ago."""
        server = conn_params.get("host"), conn_params.get("port")
        if _thread.server == server and time.monotonic() - _thread.gave_up_at < LOST_FOR:
            raise psycopg2.OperationalError("the server was given up a moment ago")
        if self.limits.answer:
            extensions.set_wait_callback(_wait)
        _thread.server, _thread.patience = server, self.limits.connect
        try:
            connection = super().get_new_connection(conn_params)
            self._set_limits(connection)
        except psycopg2.OperationalError:
            _thread.gave_up_at = time.monotonic()
            raise
        finally:
            _thread.patience = self.limits.answer
        return connection

    def _set_limits(self, connection: Any) -> None:
        """By a statement, not while connecting: a pooler in between refuses settings that it does not know."""
        with connection.cursor() as cursor:
            for name, value in self.limits.settings.items():
                cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        connection.commit()

    def is_usable(self) -> bool:
        _thread.patience = USABLE_WITHIN
        try:
            return bool(super().is_usable())
        finally:
            _thread.patience = self.limits.answer


def _wait(connection: Any) -> None:
    """psycopg2 calls it wherever it would wait for the server. Raises OperationalError, which closes the connection."""
    deadline = time.monotonic() + _thread.patience if _thread.patience else float("inf")
    while (state := connection.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        left = deadline - time.monotonic()
        if left <= 0 or not poller.poll(None if left == float("inf") else left * 1000):
            _thread.gave_up_at = time.monotonic()
            raise psycopg2.OperationalError("the server does not answer")
