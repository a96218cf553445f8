"""Where messages to the worker go: Redis, or files in a folder where there is none."""

from pathlib import Path


def broker(redis_url: str, *, folder: Path, longest_task: int) -> tuple[str, str, dict[str, object]]:
    """Address, transport and its options, for Celery's settings. `longest_task` in seconds."""
    return _redis(redis_url, longest_task) if redis_url else _files(folder)


def _redis(url: str, longest_task: int) -> tuple[str, str, dict[str, object]]:
    options: dict[str, object] = {
        "socket_timeout": 2,  # without these a hanging Redis holds the request for ever
        "socket_connect_timeout": 2,
        "max_retries": 0,  # a nudge is tried once
        "visibility_timeout": longest_task + 60,  # shorter, and a running report is given out twice
    }
    return url, "darbigas_kopienas.runtime.redis_transport:Transport", options


def _files(folder: Path) -> tuple[str, str, dict[str, object]]:
    messages, control, taken = (folder / name for name in ("messages", "control", "taken"))
    for part in (messages, control, taken):
        part.mkdir(parents=True, exist_ok=True)
    options: dict[str, object] = {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "processed_folder": str(taken),
        "polling_interval": 0.05,  # seconds; Kombu's second would be felt
    }
    return "filesystem://localhost", "darbigas_kopienas.runtime.filesystem_transport:Transport", options
