"""docker-compose.yml as compose reads it with a given .env; no engine runs here."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
VARIABLE = re.compile(r"\$\$|\$\{(\w+):([-?])([^}]*)\}")
REQUIRED = {name for name, how, _rest in VARIABLE.findall(TEXT) if how == "?"}
IN_ENV = {name for name, _how, _rest in VARIABLE.findall(TEXT) if name} | {"COMPOSE_PROFILES"}


class NotSet(Exception):
    """What compose says before it starts anything."""


def resolved(said: dict[str, str], value: Any = COMPOSE) -> Any:
    """Raises NotSet."""
    if isinstance(value, dict):
        return {name: resolved(said, part) for name, part in value.items()}
    if isinstance(value, list):
        return [resolved(said, part) for part in value]
    return VARIABLE.sub(lambda match: _value(said, match), value) if isinstance(value, str) else value


def _value(said: dict[str, str], match: re.Match[str]) -> str:
    name, how, rest = match.groups()
    if name is None:
        return "$"
    if how == "?" and not said.get(name):
        raise NotSet(f"{name}: {rest}")
    return said.get(name) or (rest if how == "-" else "")


def env_of(text: str) -> dict[str, str]:
    lines = (line.partition("=") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: value.strip('"') for name, _equals, value in lines}
