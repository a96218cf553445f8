"""What the judged files remember from one test to the next is forgotten, or a branch is tried where nobody looks."""

import fnmatch
import sys
from collections.abc import Iterable


def forget_answers(judged: Iterable[str]) -> None:
    """Let the functions of these files, named by patterns, that keep their answers work anew.

    A test that is not measured may be the first in its process to ask such a function; a measured one that asks again
    gets the kept answer, and its branches count as never tried.
    """
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and any(fnmatch.fnmatch(file, pattern) for pattern in judged):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
