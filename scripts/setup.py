"""Make the environment: `.venv` from the lock file, and what the system must have. Needs Python 3.11, nothing else.

`python3 scripts/setup.py` for running, `... --test` for tests too. Run again at any time: without a change it takes
no noticeable time. Missing system packages are installed where we may (root, apt-get), else named with the command.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = BASE_DIR / "requirements.lock"
STAMP = VENV / ".lock-hash"

# what is looked for -> the Debian package that has it
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
TEST_PROGRAMS = {
    "chromium-headless-shell": "chromium-headless-shell",
    "redis-server": "redis-server",
    "nginx": "nginx-light",
    "caddy": "caddy",
    "pdftoppm": "poppler-utils",
    "xgettext": "gettext",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (this file must still run, to say so)
        print(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    try:
        make_environment()
    except subprocess.CalledProcessError as error:
        print(f"This failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    provide(missing_packages(with_tests="--test" in arguments))
    return 0


def make_environment() -> None:
    """Bring `.venv` to what the lock file says, with the fast installer, else with pip."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    print("Installing packages (once)…", flush=True)
    if not PYTHON.exists():
        make_venv()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    if subprocess.run([*pip, "--version"], check=False, capture_output=True).returncode:
        subprocess.run([str(PYTHON), "-m", "ensurepip", "--default-pip"], check=True, capture_output=True)
    fetched = subprocess.run([*pip, "install", "uv"], check=False).returncode == 0
    installer = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes", str(LOCK)]
    in_venv = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_SYSTEM_CERTS": "1"}  # trusts whom the machine trusts
    if not fetched or subprocess.run(installer, check=False, env=in_venv).returncode:
        subprocess.run([*pip, "install", "--require-hashes", "-r", str(LOCK)], check=True)
    STAMP.write_text(wanted)


def make_venv() -> None:
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)  # a half-made one would be taken for whole
        print("On Debian: apt-get install python3-venv", file=sys.stderr)
        raise subprocess.CalledProcessError(1, command)


def missing_packages(*, with_tests: bool) -> list[str]:
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if with_tests:
        missing += [package for program, package in TEST_PROGRAMS.items() if not _finds(program)]
    return missing


def _finds(program: str) -> bool:
    """Servers lie where only root looks without being told."""
    return shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))) is not None


def _loads(library: str) -> bool:
    if sysconfig.get_platform().startswith("macosx"):
        library = library.replace(".so.0", ".0.dylib")
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def provide(packages: list[str]) -> None:
    """Install where we may; elsewhere say what to type. The portal runs without them, PDFs and some tests do not."""
    if not packages:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing system packages: {' '.join(packages)}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["apt-get", "update", "--quiet=2"], command):
            if subprocess.run(step, check=False, env=quiet, stdout=subprocess.DEVNULL).returncode:
                break
        else:
            return
    how = (
        f"sudo {' '.join(command)}"
        if shutil.which("apt-get")
        else "brew install pango redis nginx caddy poppler gettext"
    )
    print(f"Missing on this machine: {', '.join(packages)}. Install with:\n    {how}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
