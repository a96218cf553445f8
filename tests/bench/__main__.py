"""`make bench`: ratios measured in one run on one machine. Nothing is asserted; no second is compared with a limit.

Statements on every page, CPU of public pages and of staff pages with 50 rows, the report beside raw WeasyPrint,
certificates, a no-op job on the queue, attempts on a seminar of 50 seats.
"""

import os
import sys
import tempfile
from pathlib import Path

PARTS = ("statements", "pages", "staff", "report", "certificates", "queue", "seats")


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="dk-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
            "PORTAL_DATA": folder,
            "DEMO": "0",
            "SECRET_KEY": "a key for the bench that guards nothing at all and is long enough",
        }
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DEBUG"):
            os.environ.pop(name, None)
        from tests.bench import portal

        with portal.furnished(Path(folder)):
            for part in wanted or PARTS:
                __import__(f"tests.bench.{part}", fromlist=["run"]).run()


if __name__ == "__main__":
    main(sys.argv[1:])
