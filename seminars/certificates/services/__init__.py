"""Certificates and confirmations of attendance: who is entitled, issuing and ending them, their files, the check."""

from .check import find_by_code
from .entitlement import Entitled, entitled, read_seminar, run_of
from .files import (
    MAKE,
    PACK,
    PDF,
    ZIP,
    ask_for_pack,
    ask_for_papers,
    content_of,
    keep_pack,
    keep_papers,
    made,
    make_missing,
    of_run,
    pack,
    schools_of,
)
from .lifecycle import Issued, issue, last_signing, replace, revoke, set_group, show_name

__all__ = [
    "MAKE",
    "PACK",
    "PDF",
    "ZIP",
    "Entitled",
    "Issued",
    "ask_for_pack",
    "ask_for_papers",
    "content_of",
    "entitled",
    "find_by_code",
    "issue",
    "keep_pack",
    "keep_papers",
    "last_signing",
    "made",
    "make_missing",
    "of_run",
    "pack",
    "read_seminar",
    "replace",
    "revoke",
    "run_of",
    "schools_of",
    "set_group",
    "show_name",
]
