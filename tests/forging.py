"""Codes and links that are not quite right."""


def forged(code: str, at: int = -1) -> str:
    """The same but for one character, which is certainly another."""
    place = at % len(code)
    return code[:place] + ("3" if code[place] == "2" else "2") + code[place + 1 :]
