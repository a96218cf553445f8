"""For a real worker process in test_kill.py: at the asked place it says that it is there, and waits to be killed."""

import os
import time
from pathlib import Path
from typing import Any

from darbigas_kopienas.reports import services

HERE = Path(os.environ["REPORT_WAITS_IN"])
PLACE = os.environ["REPORT_WAITS_AT"]


def _waiting(name: str, *, after: bool) -> None:
    """The first to come here stops; whoever comes later goes on."""
    real = getattr(services, name)

    def stopped(*args: Any, **kwargs: Any) -> Any:
        made = real(*args, **kwargs) if after else None
        if not HERE.exists():
            HERE.touch()
            time.sleep(120)
        return made if after else real(*args, **kwargs)

    setattr(services, name, stopped)


if PLACE == "rendering":
    _waiting("render", after=False)
else:
    _waiting("store_rendering", after=True)
