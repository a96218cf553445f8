from pathlib import Path


def secret_key(given: str, *, folder: Path) -> str:
    """As given, else made once and stored in that folder (never in the code)."""
    if given:
        return given
    file = folder / "secret_key"
    if not file.exists():
        from django.core.management.utils import get_random_secret_key

        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key())
    return file.read_text().strip()
