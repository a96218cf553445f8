"""The real nginx with deploy/nginx.conf, before servers of this machine."""

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.machine import PATIENCE, free_port

ROOT = Path(__file__).parents[2]
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


class Proxy:
    def __init__(self, folder: Path, replicas: list[int], **said: str) -> None:
        if PROGRAM is None:
            pytest.skip("nginx is not installed (make test installs it where it may)")
        self.folder, self.port = folder, free_port()
        self.files, self.log = folder / "files", folder / "access.log"
        self.files.mkdir(exist_ok=True)
        file = folder / "nginx.conf"
        file.write_text(self._configuration(replicas, said))
        self.process = subprocess.Popen([PROGRAM, "-c", str(file), "-e", str(folder / "error.log")])
        wait_for(self.port)

    def _configuration(self, replicas: list[int], said: dict[str, str]) -> str:
        """As the image makes it of the file; what names other machines names this one."""
        said = {"PUBLIC_URL": "http://localhost", "FRONT_PROXY": "127.0.0.1", "REQUEST_MAX_MB": "1", **said}
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        text = re.sub(r"\$\{(\w+)\}", lambda name: said[name[1]], text)
        text = re.sub(r"^resolver .*$", "", text, flags=re.MULTILINE)

        def servers(line: re.Match[str]) -> str:
            return "\n".join(f"server 127.0.0.1:{port} {line[1]};" for port in replicas)

        text = re.sub(r"server web:8000 resolve (.*?);", servers, text)
        for old, new in {
            "listen 8080;": f"listen 127.0.0.1:{self.port};",
            "/dev/stdout": str(self.log),
            "/dev/stderr": str(self.folder / "error.log"),
            "/etc/nginx/pages/": f"{ROOT}/deploy/pages/",
            "/data/files/": f"{self.files}/",
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        own = "".join(
            f"{name}_temp_path {self.folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""
        frame = f"{user}daemon off;\nworker_processes 2;\npid {self.folder}/pid;\nevents {{}}\n"
        return f"{frame}http {{\ntypes {{ text/html html; application/json json; text/plain txt; }}\n{own}{text}}}\n"

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
        return True
    return False


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not listens(port):
        assert time.monotonic() < deadline, f"nothing listens on {port}"
        time.sleep(0.05)
