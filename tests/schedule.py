"""Which tests stay together on one worker, and what comes first. Everything else goes to whichever worker is free."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# The tests of such a file share something, and take their turns with it.
TOGETHER = {
    "tests/browser/test_certificates.py": "the papers of one held seminar",
    "tests/browser/test_forms_keep.py": "one person's draft of one form",
    "tests/browser/test_journeys.py": "Anna's figures and Marta's reports",
    "tests/browser/test_on_the_day.py": "one list of attendance",
    "tests/browser/test_passkeys.py": "the second factors of one account",
    "tests/browser/test_registering.py": "the seats of the seminars to come",
    "tests/load/test_thousand.py": "the whole machine",
    "tests/runtime/test_supervisor.py": "one data folder, which a later start keeps",
}


class Scheduling(LoadScopeScheduling):
    """One test at a time to each worker; a file of `TOGETHER` is one piece of work."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return file if file in TOGETHER else nodeid


def rank(item: pytest.Item, *, needs_portal: bool) -> int:
    """What takes long and cannot be shared comes first, so that no worker is left alone with it in the end."""
    if needs_portal:
        return 1  # it starts meanwhile
    return 0 if item.nodeid.split("::", 1)[0] in TOGETHER else 2
