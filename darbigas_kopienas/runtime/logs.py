"""How an error is written down: its kind and the way to it. Its words stay out, for they may name people."""

import logging
import traceback
from types import TracebackType


class WithoutValues(logging.Formatter):
    """PostgreSQL's errors quote the row: "Key (email)=(anna@…) already exists"."""

    def formatException(  # noqa: N802  (logging calls it so)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _error, trace = ei
        way = "".join(traceback.format_tb(trace))
        return f"{way}{kind.__name__ if kind else ''}"
