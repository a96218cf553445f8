"""install.md, upgrade.md and restore.md are followed word by word: each command that stands there can be typed."""

import importlib
import importlib.util
import re
import shlex
from collections.abc import Callable

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from darbigas_kopienas.runtime import prepare
from tests.house.compose_file import IN_ENV, REQUIRED, ROOT, SERVICES, TEXT, env_of
from tests.house.test_compose import DOCKERFILE, READ

PAGES = {name: (ROOT / "docs" / f"{name}.md").read_text() for name in ("install", "upgrade", "restore")}
BLOCK = re.compile(r"^( *)```\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
IMAGE = "darbigas-kopienas"
PORTAL_UID = re.findall(r"useradd --uid (\d+)", DOCKERFILE)[0]
KNOWN_VARIABLES = IN_ENV | READ | {"OWNER_PASSWORD"}
COMMANDS = [
    (page, line.strip())
    for page, text in PAGES.items()
    for _indent, block in BLOCK.findall(text)
    for line in block.splitlines()
]
# What compose takes, and whether a word follows; of its own reference.
OPTIONS: dict[str, dict[str, bool]] = {
    "build": {"--pull": False},
    "cp": {},
    "down": {},
    "exec": {"-T": False},
    "logs": {},
    "ps": {"--quiet": False},
    "pull": {},
    "restart": {},
    "run": {"--rm": False, "--no-deps": False, "--volume": True, "--env": True},
    "stop": {},
    "up": {"--detach": False, "--wait": False, "--no-deps": False, "--no-recreate": False, "--scale": True}
    | {"--no-build": False, "--remove-orphans": False},
}
# Of the machine, not of the portal.
PLAIN = {"cd", "chown", "curl", "git", "install", "rm", "rsync", "xargs"}


class Wrong(Exception):
    pass


def require(condition: object, said: str) -> None:
    if not condition:
        raise Wrong(said)


def follow(command: str) -> None:
    """Raises Wrong where it could not be typed."""
    if re.fullmatch(r"[A-Z_]+=\S*", command):
        require(set(env_of(command)) <= KNOWN_VARIABLES, command)
        return
    words = shlex.split(_without_files(command))
    require(PORTAL_UID in words or "10001" not in command, "the portal's user has another number")
    if words[0] == "docker":
        _docker(words[1:])
    elif words[0] == "make":
        require(_is_target(words[1]), words[1])
    elif words[0] == "sh":
        require((ROOT / words[1]).is_file(), words[1])
    elif words[0] == "printf":
        require(words[1].partition("=")[0] in KNOWN_VARIABLES and command.endswith(">> .env"), command)
    else:
        require(words[0] in PLAIN, words[0])


def _is_target(name: str) -> bool:
    return bool(re.search(rf"^{name}:", (ROOT / "Makefile").read_text(), re.MULTILINE))


def _without_files(command: str) -> str:
    """Less what is read and written: of ours it must be there."""
    for way, file in re.findall(r"(?:^| )(<|>>?) (\S+)", command):
        require(way != "<" or file.startswith("/run/") or (ROOT / file).is_file(), file)
    return re.sub(r" (?:<|>>?) \S+", "", command)


def _docker(words: list[str]) -> None:
    if words[0] != "compose":
        named = [word.partition(":")[0] for word in words[2:]] if words[0] == "volume" else []
        require(all(re.search(rf"^  {word.removeprefix('drill_')}:$", TEXT, re.MULTILINE) for word in named), words[-1])
        tagged = words[1:] if words[0] == "tag" else []
        require({word.partition(":")[0] for word in tagged} <= {SERVICES["web"]["image"]}, words[-1])
        require(words[0] in {"tag", "volume"}, words[0])
        return
    words = words[3:] if words[1] == "--project-name" else words[1:]
    command, words = words[0], words[1:]
    require(command in OPTIONS, command)
    words = _after_options(command, words)
    if command in {"run", "exec"}:
        require(words[0] in SERVICES, words[0])
        _inside(words[0], words[1:])
    elif command == "cp":
        require(words[0].partition(":")[0] in SERVICES, words[0])
    else:
        require(set(words) <= set(SERVICES), str(words))


def _after_options(command: str, words: list[str]) -> list[str]:
    while words and words[0].startswith("-"):
        require(words[0] in OPTIONS[command], words[0])
        if not OPTIONS[command][words[0]]:
            words = words[1:]
            continue
        name, value = words[0], words[1]
        require(name != "--env" or value.partition("=")[0] in READ, value)
        require(name != "--scale" or value.partition("=")[0] in SERVICES, value)
        require(name != "--volume" or re.fullmatch(r"/[\w./-]+:/\w+:ro", value), value)
        words = words[2:]
    return words


def _inside(service: str, words: list[str]) -> None:
    """What is typed in a container; nothing: its own command."""
    if not words:
        return
    if words[:2] == ["python", "manage.py"]:
        require(words[2] in get_commands(), words[2])
        owner = get_commands()[words[2]]
        parser = load_command_class(str(owner), words[2]).create_parser("manage.py", words[2])
        _parse(parser.parse_args, words[3:])
    elif words[:2] == ["python", "-m"]:
        require(importlib.util.find_spec(words[2]), words[2])
        _parse(importlib.import_module(f"{words[2]}.__main__")._asked, words[3:])
    elif words[0] in {"psql", "pg_dump"}:
        require(service == "postgres", service)
        said = dict(zip(words[1::2], words[2::2], strict=False))
        require(said["--username"] in {"postgres", "portal_owner"}, said["--username"])
    else:
        mounted = [volume.partition(":")[2] for volume in SERVICES[service]["volumes"]]
        paths = [word for word in words[1:] if word.startswith("/")]
        require(words[0] in {"mv", "mkdir", "rm"} and paths, words[0])
        require(all(path.startswith(tuple(mounted)) for path in paths), str(paths))


def _parse(parse: Callable[[list[str]], object], words: list[str]) -> None:
    try:
        parse(words)
    except (SystemExit, CommandError):
        raise Wrong(f"{words} are not understood") from None


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_command_can_be_typed(page: str, command: str) -> None:
    follow(command)


@pytest.mark.parametrize(
    "command",
    [
        "docker compose up --detatch",
        "docker compose restart nginx",
        "docker compose up --detach --scale wep=4 web",
        "docker compose exec web python manage.py first_links",
        "docker compose exec web python manage.py first_link --grant X",
        "docker compose run --rm worker python -m darbigas_kopienas.runtime.backups make",
        "docker compose run --rm worker python -m darbigas_kopienas.runtime.backup mend",
        "docker compose run --rm --env BACKUP_IDENTIFY=/key migrate",
        "docker compose exec web psql --username postgres",
        "docker compose exec -T postgres psql --username portal_owner < deploy/postgres/none.sql",
        "docker compose run --rm worker mv /files /data/files",
        "docker compose pause",
        "docker volume rm drill_files",
        "docker tag portal portal:before",
        "make backups",
        "sh deploy/first.sh portal.example.lv",
        "printf 'REDIS_PASS=%s' x >> .env",
        "FRONT_PROXIES=10.0.0.4",
        "chown -R 10001:1000 /srv/portal-backups",
        "systemctl restart portal",
    ],
)
def test_the_check_of_commands_can_fail(command: str) -> None:
    with pytest.raises(Wrong):
        follow(command)


@pytest.mark.parametrize("page", PAGES)
def test_page_is_short_and_names_what_there_is(page: str) -> None:
    text = PAGES[page]
    assert len(text.splitlines()) <= 120
    prose = BLOCK.sub("", text)
    quoted = re.findall(r"`([^`\n]+)`", prose)
    variables = {word.partition("=")[0] for word in quoted if re.fullmatch(r"[A-Z]+_[A-Z_]+(=\S*)?", word)}
    assert variables - KNOWN_VARIABLES == set()
    for command in quoted:
        if command.startswith(("docker compose ", "make ")) and command != "docker compose version":
            follow(command)
    for path, anchor in re.findall(r"\]\(([\w./-]+\.md)(?:#([\w-]+))?\)", text):
        linked = (ROOT / "docs" / path).read_text()
        titles = [title.lower().replace(" ", "-") for title in re.findall(r"^##+ (.+)$", linked, re.MULTILINE)]
        assert not anchor or anchor in titles, path


def test_whatever_must_be_set_is_written_by_the_first_script_or_told() -> None:
    script = (ROOT / "deploy" / "first_env.sh").read_text()
    assert REQUIRED - set(re.findall(r"^(\w+)=", script, re.MULTILINE)) == set()
    assert REQUIRED - set(re.findall(r"`([A-Z_]+)`", (ROOT / "README.md").read_text())) == set()


def test_install_names_every_container_that_must_be_healthy() -> None:
    listed = re.findall(r"^   The list shows (.+)$", PAGES["install"], re.MULTILINE)[0].partition(", after")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == set(SERVICES) - {"migrate"}
    assert SERVICES["web"]["deploy"]["replicas"] == 2
    assert "`web` twice" in listed


def test_pages_quote_what_the_portal_says() -> None:
    assert f"`A table is in use; tried again in {prepare.PAUSE} s.`" in PAGES["upgrade"]
    commands = (ROOT / "darbigas_kopienas" / "runtime" / "backup" / "commands.py").read_text()
    said = "Restored, and equal to what was backed up:"
    assert said in commands
    assert f"`{said}`" in PAGES["restore"]
