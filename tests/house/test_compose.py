"""No engine runs the containers here, so each promise of docker-compose.yml is held against the code."""

import importlib
import json
import logging
import os
import re
import subprocess
import time
import tomllib
from pathlib import Path

import click
import pytest
import yaml
from celery.bin.base import CLIContext
from django.conf import settings
from django.urls import resolve

from darbigas_kopienas.evidence import downloads
from darbigas_kopienas.runtime import drain, embedded_postgres, environment_checks, processes, proxy_pages, supervisor
from tests.machine import PATIENCE

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service.get("build")]
GUARDED = ["worker", "letters", "beat"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()


def _match(pattern: str, text: str, flags: int = 0) -> re.Match[str]:
    match = re.search(pattern, text, flags)
    assert match, pattern
    return match


WEB_COMMAND = supervisor.commands(8000, "0.0.0.0")["web"]  # noqa: S104  (in a container)
DEFAULT_COMMAND = json.loads(_match(r"^CMD (\[.*?\])", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)[1])


def test_every_part_of_the_portal_is_there() -> None:
    assert sorted(SERVICES) == ["beat", "letters", "migrate", "postgres", "proxy", "redis", "tls", "web", "worker"]
    assert ["migrate", "web", *GUARDED] == OURS
    assert [*supervisor.commands(8000)] == ["web", *GUARDED]
    assert SERVICES["web"]["deploy"]["replicas"] >= 2


SETTINGS = (ROOT / "darbigas_kopienas" / "settings.py").read_text()
READ = set(re.findall(r"""_(?:env|flag|number)\(\s*["'](\w+)["']""", SETTINGS))
NOT_PASSED = {
    "BACKUP_IDENTITY": "said by whoever restores, and never kept here",
    "DATABASE_OWNER_URL": "the migrating step's alone",
    "DATABASE_ROLE": "chosen by each command",
    "DEBUG": "shows a visitor the code: never in a container",
    "DRAIN_MARK": "the supervisor's word to its child",
    "PORT": "in the container always the same; outside it is the proxy's",
    "PORTAL_DATA": "said by the image",
    "STATIC_ROOT": "said by the image",
    "POSTGRES_PROGRAMS": "for a database over TLS; here it is reached on a network of its own",
    "WORK_MARK": "the supervisor's word to its child",
}
FIXED = {"DATABASE_URL", "REDIS_URL", "PROXY_COUNT", "MEDIA_ROOT", "BACKUP_DIR"}  # as these containers are made


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_read_by_the_settings(name: str) -> None:
    assert set(SERVICES[name]["environment"]) - READ == set()


def test_every_setting_can_be_said_in_env_or_has_a_reason_why_not() -> None:
    passed = SERVICES["web"]["environment"]
    assert READ - set(NOT_PASSED) == set(passed)
    assert set(NOT_PASSED) <= READ
    for name in set(passed) - FIXED:
        assert passed[name].startswith(f"${{{name}:"), name


def test_every_number_and_flag_is_checked_before_a_start() -> None:
    assert set(re.findall(r'_number\(\s*"(\w+)"', SETTINGS)) == set(environment_checks.NUMBERS) - {"PORT"}
    assert set(re.findall(r'_flag\(\s*"(\w+)"', SETTINGS)) == set(environment_checks.FLAGS)


def test_readme_tells_what_may_be_said_in_env() -> None:
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "README.md").read_text()))
    in_env = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert in_env - told == set()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_log_of_every_service_is_rotated(name: str) -> None:
    assert set(SERVICES[name]["logging"]["options"]) == {"max-size", "max-file"}


def test_proxy_and_portal_take_requests_of_the_same_size() -> None:
    said = {SERVICES[name]["environment"]["REQUEST_MAX_MB"] for name in ("web", "proxy")}
    assert said == {f"${{REQUEST_MAX_MB:-{settings.REQUEST_MAX_MB}}}"}
    assert settings.REQUEST_MAX_BYTES > 4 * settings.UPLOAD_MAX_BYTES
    assert "client_max_body_size ${REQUEST_MAX_MB}m;" in NGINX


def test_replica_that_stops_is_drained_for_less_than_the_proxy_leaves_it_alone() -> None:
    seconds = int(_match(r"resolve max_fails=1 fail_timeout=(\d+)s;", NGINX)[1])
    assert seconds > supervisor.DRAIN_SECONDS
    assert SERVICES["web"]["stop_grace_period"] == "60s"
    assert supervisor.CONTAINER_STOP_SECONDS + processes.LAST_SECONDS < 60
    assert f"proxy_next_upstream http_{drain.NOT_TAKEN[:3]} non_idempotent;" in NGINX


def test_pages_of_the_proxy_are_those_that_the_code_draws() -> None:
    drawn = dict(proxy_pages.drawn())
    there = {file.relative_to(proxy_pages.FOLDER): file for file in proxy_pages.FOLDER.rglob("*.*")}
    assert set(there) == set(drawn)
    for place, text in drawn.items():
        assert there[place].read_text() == text, f"{place}: `make messages` draws it anew"
    assert set(re.findall(r"/proxy/\$page_language/([\w-]+)\.\$page_form", NGINX)) == {
        p.name for p in proxy_pages.PAGES
    }


@pytest.mark.parametrize("name", GUARDED)
def test_guarded_processes_are_those_of_make_run(name: str) -> None:
    assert SERVICES[name]["command"] == ["python", "-m", supervisor.__name__, name]
    assert SERVICES[name].get("stop_grace_period", "60s") == "60s"
    assert supervisor.CONTAINER_STOP_SECONDS < 60


@pytest.mark.parametrize("name", GUARDED)
def test_celery_commands_are_understood(name: str) -> None:
    command = supervisor.commands(8000)[name]
    option, module, _quiet, subcommand, *arguments = command[command.index("celery") + 1 :]
    assert (option, subcommand) == ("-A", "beat" if name == "beat" else "worker")
    celery_app = importlib.import_module(module).celery_app
    assert celery_app.conf.broker_transport_options
    understood = getattr(importlib.import_module(f"celery.bin.{subcommand}"), subcommand)
    context = click.Context(understood, obj=CLIContext(celery_app, False, None))
    understood.parse_args(context, list(arguments))
    assert context.params["loglevel"] == logging.WARNING


def test_every_queue_has_a_process_that_takes_from_it() -> None:
    taken = [
        command[command.index("--queues") + 1]
        for command in supervisor.commands(8000).values()
        if "--queues" in command
    ]
    assert sorted(taken) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


@pytest.mark.parametrize("name", GUARDED)
def test_health_of_a_worker_is_that_it_works(name: str, tmp_path: Path) -> None:
    """The check that stands there, in a folder of ours: a file that is fresh, one that is old, none."""
    check = SERVICES[name]["healthcheck"]["test"][1].replace("/tmp", str(tmp_path))  # noqa: S108  (the container’s)
    mark = tmp_path / f"{name}.mark"

    def is_healthy() -> bool:
        return subprocess.run(["sh", "-c", check], check=False).returncode == 0

    assert not is_healthy()
    mark.touch()
    assert is_healthy()
    minutes_ago = time.time() - 60 * 5
    os.utime(mark, (minutes_ago, minutes_ago))
    assert not is_healthy()


def test_migrate_command_is_understood() -> None:
    shell, option, commands = SERVICES["migrate"]["command"]
    assert (shell, option) == ("sh", "-c")
    prepared, _and, seeded = commands.partition(" && exec ")
    assert prepared.startswith("python -m darbigas_kopienas.runtime.prepare ")
    assert seeded == "python manage.py seed"  # the facts; with DEMO=1 invented people too
    prepare = importlib.import_module("darbigas_kopienas.runtime.prepare")
    build = _match(r"darbigas_kopienas\.runtime\.prepare (.+)$", DOCKERFILE, re.MULTILINE)[1].split()
    for part in [*prepared.split()[3:], *build]:
        assert callable(getattr(prepare, part))
    assert "DATABASE_OWNER_URL" in SERVICES["migrate"]["environment"]
    assert "DATABASE_OWNER_URL" not in SERVICES["web"]["environment"]


def test_web_command_is_understood() -> None:
    assert "command" not in SERVICES["web"]
    assert ["python", "-m", supervisor.__name__, "web"] == DEFAULT_COMMAND
    subprocess.run([*WEB_COMMAND, "--check-config"], cwd=ROOT, check=True, timeout=PATIENCE)


def test_web_process_that_hangs_is_replaced_within_the_time_of_a_request() -> None:
    assert int(WEB_COMMAND[WEB_COMMAND.index("--timeout") + 1]) < 5


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_watched_and_started_after_what_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "no" or service["healthcheck"]["test"]
    for needed, how in service.get("depends_on", {}).items():
        assert how["condition"] == "service_completed_successfully" or SERVICES[needed]["healthcheck"]


@pytest.mark.parametrize("name", ["web", "proxy"])
def test_health_path_exists(name: str) -> None:
    address = _match(r"http://localhost:(\d+)(/\w+)", " ".join(SERVICES[name]["healthcheck"]["test"]))
    assert resolve(address[2], "darbigas_kopienas.administration.upkeep.plain_urls").url_name == "healthz"
    assert f":{address[1]}" in " ".join(WEB_COMMAND) or f"listen {address[1]};" in NGINX


def test_logs_are_json_and_the_database_quotes_no_row() -> None:
    assert {SERVICES[name]["environment"]["LOG_FORMAT"] for name in OURS} == {"${LOG_FORMAT:-json}"}
    assert SERVICES["postgres"]["command"] == ["postgres", "-c", embedded_postgres.QUIET]


def test_nobody_runs_as_root() -> None:
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["portal"]
    assert "unprivileged" in SERVICES["proxy"]["image"]


def test_image_has_the_libraries_that_setup_looks_for() -> None:
    setup = (ROOT / "scripts" / "setup.py").read_text()
    wanted = set(re.findall(r'"lib[\w.-]+\.so\.0": "([\w.-]+)"', setup))
    assert wanted
    assert wanted <= set(_match(r"--no-install-recommends (.+?) \\", DOCKERFILE)[1].split())


def test_proxy_sends_protected_files_and_believes_no_visitor() -> None:
    media = SERVICES["web"]["environment"]["MEDIA_ROOT"]
    protected = _match(rf"location {downloads.PROTECTED} \{{(.*?)\}}", NGINX, re.DOTALL)[1]
    assert re.findall(r"^\s*(internal|alias \S+);", protected, re.MULTILINE) == ["internal", f"alias {media}/"]
    headers = {"X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy"}
    headers |= {"Cross-Origin-Opener-Policy", "Strict-Transport-Security", "X-Robots-Tag"}
    assert set(re.findall(r"add_header (\S+) .+ always;", protected)) == headers
    hsts = f"max-age={settings.HSTS_SECONDS}; includeSubDomains; preload"
    assert _match(r'map \$public_scheme \$hsts \{.+?https\s+"(.+?)";', NGINX, re.DOTALL)[1] == hsts
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert SERVICES["web"]["environment"]["PROXY_COUNT"] == "1"
    assert SERVICES["web"]["environment"]["SERVE_FILES_BY"] == "${SERVE_FILES_BY:-x-accel}"
    assert set(re.findall(r"\$\{(\w+)\}", NGINX)) == set(SERVICES["proxy"]["environment"])
    group = _match(r"groupadd --gid (\d+) portal", DOCKERFILE)[1]
    assert SERVICES["proxy"]["group_add"] == [group]


def test_database_is_asked_by_the_network() -> None:
    """The server that makes the database answers on its socket alone, and ends."""
    assert "pg_isready --host 127.0.0.1 " in SERVICES["postgres"]["healthcheck"]["test"][1]


def test_files_are_on_a_volume_that_outlives_the_containers() -> None:
    for name in OURS:
        assert SERVICES[name]["volumes"] == ["data:/data", "backups:/backups"]
        assert SERVICES[name]["environment"]["BACKUP_DIR"] == "/backups"
    assert "certificates:/data" in SERVICES["tls"]["volumes"]
    assert set(COMPOSE["volumes"]) == {"data", "database", "backups", "certificates"}
    made = _match(r"install --directory --owner portal --group portal (.+)$", DOCKERFILE, re.MULTILINE)[1].split()
    assert made == ["/data", "/data/files", "/backups"]
    assert _match(r"^VOLUME (.+)$", DOCKERFILE, re.MULTILINE)[1].split() == ["/data", "/backups"]


def test_migrate_and_restart_are_not_inherited_by_mistake() -> None:
    assert {name: SERVICES[name]["restart"] for name in OURS} == {
        "migrate": "no",
        "web": "unless-stopped",
        "worker": "unless-stopped",
        "letters": "unless-stopped",
        "beat": "unless-stopped",
    }


def test_secrets_stay_out_of_the_image_and_of_the_history() -> None:
    """`.env` stands beside docker-compose.yml, so both would take it along."""
    for ignored in (".gitignore", ".dockerignore"):
        assert ".env" in (ROOT / ignored).read_text().splitlines(), ignored


# -- what the image installs -----------------------------------------------------------------------
def _locked(name: str) -> dict[str, list[str]]:
    """By package: its version with its marker, and its hashes."""
    entries = re.findall(r"^([\w.-]+==.*?)(?=^[\w.-]+==|\Z)", (ROOT / name).read_text(), re.MULTILINE | re.DOTALL)
    return {entry.split("==")[0]: re.sub(r"(?m)^ *#.*$", "", entry).replace("\\", "").split() for entry in entries}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~ ]", line, maxsplit=1)[0].lower() for line in requirements}


def test_image_installs_what_runs_and_no_tool_of_tests() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())
    whole, image = _locked("requirements.lock"), _locked("requirements-image.lock")
    assert _names(said["project"]["dependencies"]) <= set(image)
    assert _names(said["dependency-groups"]["dev"]) & set(image) == set()
    assert {"playwright", "mypy"} <= set(whole)
    assert re.findall(r"[\w-]+\.lock", DOCKERFILE) == ["requirements-image.lock"] * 2


def test_image_runs_what_was_tested() -> None:
    """The same versions and hashes; a marker may differ, for tools may want a package on more systems."""
    whole, image = _locked("requirements.lock"), _locked("requirements-image.lock")
    assert len(image) > 50
    for package, (version, *rest) in image.items():
        hashes = [part for part in rest if part.startswith("--hash")]
        assert whole[package][0] == version, package
        assert hashes == [part for part in whole[package] if part.startswith("--hash")], package
