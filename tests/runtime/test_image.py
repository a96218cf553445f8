"""The image, built by the Dockerfile's own steps in a plain folder: by root, and then run by the portal's user."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine import RUN, WORKER

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
UID = int(re.findall(r"useradd --uid (\d+)", DOCKERFILE)[0])
# Python may lie where only root comes (a home): all is imported first, then the portal's user makes the web anew.
AS_THE_PORTALS_USER = """
import os, sys
from pathlib import Path
from darbigas_kopienas import wsgi
from django.conf import settings
from django.test import RequestFactory

def served():
    web = wsgi.PortalHandler()
    style = next(Path(settings.STATIC_ROOT).glob("css/portal.*.css"))
    ask = RequestFactory(headers={"host": "localhost"}).get
    addresses = ["/healthz", f"/static/{style.relative_to(settings.STATIC_ROOT)}"]
    return [web.get_response(ask(address)).status_code for address in addresses]

served()
os.setgroups([]); os.setgid(int(sys.argv[1])); os.setuid(int(sys.argv[1]))
files = [path for path in Path.cwd().rglob("*") if path.is_file()]
print(*served(), len(files) > 2000, *[str(path) for path in files if not os.access(path, os.R_OK)][:3])
"""


def _copied(folder: Path) -> None:
    """As `COPY . .` takes it, by .dockerignore."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    names = [line.removeprefix("**/") for line in ignored]
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*names))


def _steps() -> list[str]:
    """What is run after the source was copied and before the user is changed."""
    built = DOCKERFILE.partition("COPY . .")[2].partition("\nUSER ")[0]
    return re.findall(r"^RUN (.+)$", built, re.MULTILINE)


def _environment(folder: Path) -> dict[str, str]:
    said = dict(re.findall(r"(\w+)=(\S+)", re.findall(r"^ENV (.+)$", DOCKERFILE, re.MULTILINE)[0]))
    said = {
        name: value.replace("/portal", str(folder)).replace("/data", f"{folder}-data") for name, value in said.items()
    }
    ours = {name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "PORTAL_DATA"}}
    return {**ours, **said, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root builds and then becomes somebody else: run it as root too")
def test_image_built_by_root_is_read_by_the_portals_user() -> None:
    folder = RUN / f"image-{WORKER}"  # not pytest's own: nobody but root reaches that
    _copied(folder)
    environment = _environment(folder)
    Path(environment["PORTAL_DATA"]).mkdir(mode=0o777)
    steps = _steps()
    assert len(steps) == 2
    for step in steps:
        subprocess.run(["sh", "-c", step], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    environment |= {"SECRET_KEY": "only for this test", "REDIS_URL": "redis://none"}
    command = [sys.executable, "-c", AS_THE_PORTALS_USER, str(UID)]
    said = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["200", "200", "True"]


def test_image_takes_along_what_runs_and_nothing_of_its_makers(tmp_path: Path) -> None:
    _copied(tmp_path / "portal")
    whatever = {path.name for path in (tmp_path / "portal").iterdir()}
    packages = {"darbigas_kopienas", "seminars", "budget", "community_events", "guidelines", "resource_centre"}
    needed = {"manage.py", "pyproject.toml", "requirements-image.lock", "locale", "static", "templates"}
    assert whatever - packages - needed == {".dockerignore", ".gitignore", "README.md"}
    assert [path.name for path in (tmp_path / "portal").rglob("test*.py")] == []
