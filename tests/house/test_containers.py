"""What deploy/first_env.sh and docker-compose.yml make together: passwords everywhere, nothing open by accident."""

import ipaddress
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # no stubs in the lock file
import pytest
import redis

from tests.house.compose_file import COMPOSE, REQUIRED, ROOT, SERVICES, NotSet, env_of, resolved
from tests.machine import PATIENCE, free_port

HOST = "portal.example.lv"


def _first_env(folder: Path, host: str = HOST) -> "subprocess.CompletedProcess[str]":
    (folder / "deploy").mkdir(exist_ok=True)
    shutil.copy(ROOT / "deploy" / "first_env.sh", folder / "deploy")
    command = ["sh", str(folder / "deploy" / "first_env.sh"), host]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("first")
    assert _first_env(folder).returncode == 0
    return env_of((folder / ".env").read_text())


def test_first_env_is_its_owner_s_alone_and_is_written_once(tmp_path: Path) -> None:
    done = _first_env(tmp_path)
    assert done.stdout == f"Written: .env, with the address https://{HOST} and new passwords.\n"
    file = tmp_path / ".env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = file.read_text()
    again = _first_env(tmp_path)
    assert (again.returncode, again.stderr) == (1, "There is a .env already. Nothing was changed.\n")
    assert file.read_text() == first
    file.unlink()
    _first_env(tmp_path)
    secrets = [{env_of(text)[name] for name in REQUIRED - {"PUBLIC_URL"}} for text in (first, file.read_text())]
    assert len(secrets[0] | secrets[1]) == 2 * len(REQUIRED - {"PUBLIC_URL"})


@pytest.mark.parametrize("host", ["", "https://portal.example.lv", "Portal.example.lv", "portal.example.lv/x", "-n"])
def test_first_env_takes_a_name_alone(tmp_path: Path, host: str) -> None:
    assert _first_env(tmp_path, host).returncode == 2
    assert not (tmp_path / ".env").exists()


def test_compose_starts_with_the_first_env_and_without_none_of_what_is_required(said: dict[str, str]) -> None:
    assert sorted(REQUIRED) == ["OWNER_PASSWORD", "PORTAL_PASSWORD", "PUBLIC_URL", "REDIS_PASSWORD", "SECRET_KEY"]
    assert said["COMPOSE_PROFILES"] in SERVICES["tls"]["profiles"]
    resolved(said)
    for name in REQUIRED:
        with pytest.raises(NotSet, match=f"^{name}: set it in .env"):
            resolved({**said, name: ""})


def test_portal_starts_with_what_compose_then_says(said: dict[str, str], tmp_path: Path) -> None:
    environment = resolved(said)["services"]["web"]["environment"]
    code = "import django; django.setup(); from django.conf import settings; "
    code += "from darbigas_kopienas.runtime.environment_checks import require_consistent; require_consistent(); "
    code += "print(settings.PUBLIC_URL, settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)"
    environment |= {"PATH": os.defpath, "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PORTAL_DATA": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"https://{HOST} True True\n"


def test_no_secret_stands_in_a_command(said: dict[str, str]) -> None:
    """Every process of the machine may read it there."""
    secrets = [said[name] for name in REQUIRED - {"PUBLIC_URL"}]
    for name, service in resolved(said)["services"].items():
        words = f"{service.get('command')} {service.get('healthcheck')}"
        assert [secret for secret in secrets if secret in words] == [], name


def test_only_whoever_ends_tls_listens_for_the_world(said: dict[str, str]) -> None:
    ports = {name: service["ports"] for name, service in resolved(said)["services"].items() if "ports" in service}
    assert ports == {"proxy": ["127.0.0.1:8000:8080"], "tls": ["0.0.0.0:80:80", "0.0.0.0:443:443"]}
    elsewhere = resolved({**said, "BIND_ADDRESS": "10.0.0.5", "PORT": "9000"})
    assert elsewhere["services"]["proxy"]["ports"] == ["10.0.0.5:9000:8080"]


def test_proxy_believes_the_one_that_ends_tls_and_nobody_else(said: dict[str, str]) -> None:
    on_front = {name: service["networks"]["front"] for name, service in SERVICES.items() if "networks" in service}
    addresses = {name: ipaddress.ip_address(network["ipv4_address"]) for name, network in on_front.items()}
    range_of_front = ipaddress.ip_network(COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"])
    assert set(addresses) == {"tls", "proxy"}
    assert set(addresses.values()) <= set(list(range_of_front.hosts())[1:])  # the first is the engine’s own
    assert resolved(said)["services"]["proxy"]["environment"]["FRONT_PROXY"] == str(addresses["tls"])
    assert list(SERVICES["tls"]["networks"]) == ["front"]  # it reaches neither database nor portal
    assert SERVICES["tls"]["cap_drop"] == ["ALL"]


def test_database_is_made_by_a_superuser_whom_nothing_of_the_portal_is() -> None:
    said = [SERVICES[name]["environment"] for name in SERVICES if "environment" in SERVICES[name]]
    addresses = [passed[name] for passed in said for name in ("DATABASE_URL", "DATABASE_OWNER_URL") if name in passed]
    roles = {address.partition("//")[2].partition(":")[0] for address in addresses}
    assert roles == {"portal", "portal_owner"}
    assert SERVICES["postgres"]["environment"]["POSTGRES_USER"] == "postgres"
    script = "./deploy/postgres/owner.sql:/docker-entrypoint-initdb.d/owner.sql:ro"
    assert script in SERVICES["postgres"]["volumes"]


def test_redis_asks_for_its_password(said: dict[str, str], tmp_path: Path) -> None:
    """The command and the check of health that stand there, with the real Redis."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed (make test installs it where it may)")
    service: dict[str, Any] = resolved(said)["services"]["redis"]
    port = free_port()
    shell, option, script = service["command"]
    script = script.replace("redis-server -", f"redis-server - --port {port} --bind 127.0.0.1 --dir {tmp_path}")
    environment = {"PATH": os.environ["PATH"], **service["environment"]}
    with subprocess.Popen([shell, option, script], env=environment, stdout=subprocess.DEVNULL) as server:
        check = service["healthcheck"]["test"][1].replace("redis-cli", f"redis-cli -p {port}")

        def is_healthy(**changed: str) -> bool:
            output = subprocess.DEVNULL
            return (
                subprocess.run(["sh", "-c", check], env=environment | changed, stderr=output, check=False).returncode
                == 0
            )

        deadline = time.monotonic() + PATIENCE
        while not is_healthy():
            assert time.monotonic() < deadline, "Redis does not answer"
            time.sleep(0.05)
        assert not is_healthy(REDISCLI_AUTH="")
        assert not is_healthy(REDISCLI_AUTH="guessed")
        url = resolved(said)["services"]["web"]["environment"]["REDIS_URL"].replace("@redis:6379", f"@127.0.0.1:{port}")
        assert redis.from_url(url).config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert said["REDIS_PASSWORD"] not in " ".join(psutil.Process(server.pid).cmdline())
        server.terminate()
