"""Certificates and confirmations of attendance: who is entitled, issuing and ending them, their files, the check."""

from .check import find_by_code
from .entitlement import Entitled, entitled, read_seminar, run_of
from .files import (
    MAKE,
    PACK,
    PACKS,
    PDF,
    ZIP,
    ask_for_files,
    ask_for_pack,
    content_of,
    made,
    make_missing,
    of_run,
    pack,
    schools_of,
    store_files,
    store_pack,
)
from .lifecycle import Issued, issue, last_signing, replace, revoke, set_group, show_name

__all__ = [
    "MAKE",
    "PACK",
    "PACKS",
    "PDF",
    "ZIP",
    "Entitled",
    "Issued",
    "ask_for_files",
    "ask_for_pack",
    "content_of",
    "entitled",
    "find_by_code",
    "issue",
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
    "store_files",
    "store_pack",
]
