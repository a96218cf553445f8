"""A PostgreSQL server as the image of docker-compose.yml starts it: passwords over the network, none on its socket."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg2

from darbigas_kopienas.runtime import embedded_postgres, processes
from tests import databases
from tests.machine import PATIENCE, POSTGRES, RUN, WORKER, free_port

DEPLOY = Path(__file__).parents[2] / "deploy" / "postgres"


def program(name: str) -> str:
    """Of the wheel, where the run's own server has them."""
    binaries = embedded_postgres._binaries(embedded_postgres._home(POSTGRES), embedded_postgres._system_user())
    return str(binaries / name)


class OwnServer:
    """`superuser`: POSTGRES_USER, whom the server is made by. It has the database `portal`."""

    def __init__(self, superuser: str) -> None:
        user = embedded_postgres._system_user()
        self.folder, self.port, self.superuser = RUN / f"own-{superuser}-{WORKER}", free_port(), superuser
        embedded_postgres._make_folder(self.folder, user, private=True)
        self._as = {"cwd": self.folder, "env": {"PATH": os.defpath, "LC_ALL": "C"}, **embedded_postgres._as(user)}
        made = ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--encoding=UTF8", "--no-locale"]
        command = [program("initdb"), "-D", str(self.folder / "data"), "-U", superuser, *made]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._as)
        settings = [f"unix_socket_directories={self.folder}", f"port={self.port}", "fsync=off"]
        settings += ["listen_addresses=127.0.0.1", embedded_postgres.QUIET]
        with (self.folder / "log").open("wb") as log:
            self.process = processes.spawn(
                [program("postgres"), "-D", self.folder / "data", *(f"--{said}" for said in settings)],
                output=log,
                **self._as,
            )
        deadline = time.monotonic() + PATIENCE
        while self.psql("postgres", "CREATE DATABASE portal", database="postgres", is_tried=True):
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.05)

    def psql(
        self, user: str, said: str, *, database: str = "portal", is_tried: bool = False, **environment: str
    ) -> int:
        """By the socket, as `docker compose exec postgres psql` comes in."""
        command = [program("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--host", str(self.folder)]
        command += ["--port", str(self.port), "--username", self.superuser if user == "postgres" else user, database]
        output = subprocess.DEVNULL
        done = subprocess.run(
            command,
            input=said.encode(),
            env={"PATH": os.defpath, **environment},
            check=not is_tried,
            stdout=output,
            stderr=output if is_tried else None,
        )
        return done.returncode

    def address(self, role: str, password: str) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/portal"

    def ask(self, role: str, password: str, question: str) -> list[tuple[Any, ...]]:
        """Over the network. Raises psycopg2's OperationalError where the password is another."""
        connection = psycopg2.connect(self.address(role, password))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(question)
                rows: list[tuple[Any, ...]] = cursor.fetchall()
                return rows
        finally:
            connection.close()

    def end(self) -> None:
        embedded_postgres.stop(self.process)
        shutil.rmtree(self.folder)


def tables() -> str:
    """All of them, empty, as SQL; and which migrations made them."""
    databases.require_template("empty")
    host = str(embedded_postgres.socket_folder(POSTGRES))
    dump = [program("pg_dump"), "--no-owner", "--no-privileges", "--host", host, "--username", "postgres"]
    said: str = subprocess.check_output([*dump, "template_empty"], text=True)
    return said
