"""Where most mailboxes here are, so that a slip of the finger in an address is noticed before a letter is lost."""

COMMON = (
    "gmail.com",
    "inbox.lv",
    "inbox.eu",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "yahoo.com",
    "live.com",
    "apollo.lv",
    "tvnet.lv",
    "one.lv",
    "proton.me",
    "mail.ru",
    "yandex.ru",
    "edu.daugavpils.lv",
    "daugavpils.lv",
    "rezekne.lv",
    "rezeknesnovads.lv",
    "preili.lv",
    "aglona.lv",
    "kraslava.lv",
    "ludza.lv",
    "balvi.lv",
    "livani.lv",
    "jekabpils.lv",
    "augsdaugavasnovads.lv",
)
# Real ones that look like a slip of one of these.
ALSO_REAL = frozenset({"mail.com", "email.com", "ymail.com", "gmx.com", "inbox.com", "inbox.lt", "inbox.ru", "live.lv",
                       "yahoo.co", "outlook.lv", "mail.lv", "yandex.com", "rocketmail.com", "googlemail.com",
                       "me.com", "mac.com"})  # fmt: skip
SLIPS = {"gmail.lv": "gmail.com", "gmail.ru": "gmail.com", "hotmail.lv": "hotmail.com", "icloud.lv": "icloud.com"}
SHORTEST_FOR_TWO = 9  # letters of a domain in which two slips still point to it


def likely_meant(address: str) -> str:
    """`anna@gmail.com` for `anna@gmial.com`; empty where the domain is a common one, or like none of them."""
    local, at, domain = address.rpartition("@")
    if not at or domain in COMMON or domain in ALSO_REAL:
        return ""
    meant = SLIPS.get(domain) or min(
        (common for common in COMMON if _is_like(domain, common)), key=lambda common: slips(domain, common), default=""
    )
    return f"{local}@{meant}" if meant else ""


def _is_like(domain: str, common: str) -> bool:
    if abs(len(domain) - len(common)) > 2:  # noqa: PLR2004 - the most slips that are looked for
        return False
    allowed = 2 if len(common) >= SHORTEST_FOR_TWO and domain[0] == common[0] else 1
    return slips(domain, common) <= allowed


def slips(typed: str, meant: str) -> int:
    """How many letters are left out, doubled, changed or swapped with the next."""
    before, row = [0] * (len(meant) + 1), list(range(len(meant) + 1))
    for number, letter in enumerate(typed, start=1):
        earlier, before, row = before, row, [number] + [0] * len(meant)
        for place, wanted in enumerate(meant, start=1):
            row[place] = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            is_swapped = number > 1 and place > 1 and letter == meant[place - 2] and typed[number - 2] == wanted
            if is_swapped:
                row[place] = min(row[place], earlier[place - 2] + 1)
    return row[-1]
