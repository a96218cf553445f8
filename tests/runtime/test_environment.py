"""What contradicts itself does not start, and says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from darbigas_kopienas.runtime import environment, environment_checks
from tests.machine import PATIENCE

ROOT = Path(__file__).parents[2]
HTTPS = {"PUBLIC_URL": "https://portal.example", "PROXY_COUNT": 1, "SECURE_SSL_REDIRECT": True}
HTTPS |= {"ALLOWED_HOSTS": ["portal.example"], "EMAIL_USE_SSL": False, "EMAIL_USE_TLS": True}
STORE = {"S3_BUCKET": "files", "S3_ENDPOINT": "https://store.example"}


def _sentences(settings: Settings, **changes: object) -> list[str]:
    for name, value in {**HTTPS, **changes}.items():
        setattr(settings, name, value)
    return [str(mistake.msg) for mistake in environment_checks.check_environment()]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"PUBLIC_URL": "http://localhost:8000", "SECURE_SSL_REDIRECT": False, "ALLOWED_HOSTS": ["localhost"]},
        {"ALLOWED_HOSTS": [".example"]},
        {"PUBLIC_URL": "https://portal.example:8443", "SERVE_FILES_BY": "x-accel", "PROXY_COUNT": 2},
        {"PUBLIC_URL": "http://[::1]:8000", "SECURE_SSL_REDIRECT": False, "ALLOWED_HOSTS": ["[::1]"]},
        {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True},
        {"MAIL_BOUNCES_TO": "returned@portal.example", "BOUNCES_WEBHOOK_KEY": "k" * 32},
        {"BOUNCES_IMAP_HOST": "imap.portal.example", "BOUNCES_IMAP_USER": "returned", "BOUNCES_IMAP_PASSWORD": "p"},
        {**STORE, "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "s", "SERVE_FILES_BY": "redirect"},
        {**STORE, "S3_ENDPOINT": "http://minio:9000", "SERVE_FILES_BY": "django"},
        {"S3_BUCKET": "files", "S3_REGION": "eu-north-1"},
    ],
)
def test_what_goes_together_is_silent(settings: Settings, changes: dict[str, object]) -> None:
    assert _sentences(settings, **changes) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"PUBLIC_URL": "portal.example", "SECURE_SSL_REDIRECT": False}, "PUBLIC_URL must be http:// or https://"),
        (
            {"PUBLIC_URL": "ftp://portal.example", "SECURE_SSL_REDIRECT": False},
            "PUBLIC_URL must be http:// or https://",
        ),
        ({"PUBLIC_URL": "HTTPS://portal.example", "SECURE_SSL_REDIRECT": False}, "PUBLIC_URL must be http:// or"),
        ({"PUBLIC_URL": "https://"}, "PUBLIC_URL must be http:// or https://"),
        ({"PUBLIC_URL": "https://portal.example:x"}, "PUBLIC_URL must be http:// or https://"),
        ({"PUBLIC_URL": "https://[portal.example"}, "PUBLIC_URL must be http:// or https://"),
        ({"PUBLIC_URL": "https://portal.example:81/portal"}, "set https://portal.example:81; the portal lies under no"),
        ({"PUBLIC_URL": "https://me@portal.example"}, "set https://portal.example; the portal lies under no"),
        ({"SECURE_SSL_REDIRECT": False}, "SECURE_SSL_REDIRECT must not be 0"),
        ({"PUBLIC_URL": "http://portal.example"}, "SECURE_SSL_REDIRECT=1 needs a PUBLIC_URL"),
        ({"PROXY_COUNT": 0}, "set PROXY_COUNT to the number of proxies"),
        (
            {
                "PUBLIC_URL": "http://portal.example",
                "SECURE_SSL_REDIRECT": False,
                "PROXY_COUNT": 0,
                "SERVE_FILES_BY": "x-accel",
            },
            "SERVE_FILES_BY=x-accel needs a proxy",
        ),
        ({"SERVE_FILES_BY": "apache"}, "SERVE_FILES_BY must be django, x-accel or redirect; it is “apache”."),
        (
            {**STORE, "SERVE_FILES_BY": "x-accel"},
            "SERVE_FILES_BY=x-accel sends files of one disk, and S3_BUCKET is set",
        ),
        ({"SERVE_FILES_BY": "redirect"}, "SERVE_FILES_BY=redirect needs files in an S3 store: set S3_BUCKET"),
        (
            {**STORE, "S3_ENDPOINT": "http://minio:9000", "SERVE_FILES_BY": "redirect"},
            "SERVE_FILES_BY=redirect from https:// needs an S3_ENDPOINT of https://",
        ),
        ({**STORE, "S3_ENDPOINT": "minio:9000"}, "S3_ENDPOINT must be http:// or https:// and a host"),
        ({"S3_BUCKET": "files"}, "S3_BUCKET without S3_ENDPOINT is a bucket of AWS: set S3_REGION"),
        ({**STORE, "S3_ACCESS_KEY": "a"}, "S3_ACCESS_KEY and S3_SECRET_KEY go together"),
        ({"S3_REGION": "eu-north-1"}, "S3_REGION needs S3_BUCKET"),
        ({"ALLOWED_HOSTS": ["localhost"]}, "ALLOWED_HOSTS must name the host of PUBLIC_URL: add portal.example"),
        ({"EMAIL_USE_SSL": True}, "EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other"),
        ({"MAIL_BOUNCES_TO": "a@portal.example, b@portal.example"}, "MAIL_BOUNCES_TO must be one e-mail address"),
        ({"MAIL_BOUNCES_TO": "Portal <a@portal.example>"}, "MAIL_BOUNCES_TO must be one e-mail address"),
        ({"MAIL_BOUNCES_TO": "nobody"}, "MAIL_BOUNCES_TO must be one e-mail address"),
        ({"BOUNCES_IMAP_HOST": "imap.portal.example"}, "BOUNCES_IMAP_HOST needs BOUNCES_IMAP_USER and"),
        ({"BOUNCES_WEBHOOK_KEY": "k" * 31}, "BOUNCES_WEBHOOK_KEY must have at least 32 characters"),
    ],
)
def test_contradiction_is_one_sentence(settings: Settings, changes: dict[str, object], said: str) -> None:
    sentences = _sentences(settings, **changes)
    assert len(sentences) == 1
    assert said in sentences[0]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PROXY_COUNT", "one", "PROXY_COUNT must be a whole number; it is “one”."),
        ("BOUNCES_IMAP_PORT", "imaps", "BOUNCES_IMAP_PORT must be a whole number; it is “imaps”."),
        ("EMAIL_PORT", "-1", "EMAIL_PORT must be a whole number; it is “-1”."),
        ("EMAIL_USE_TLS", "maybe", "EMAIL_USE_TLS must be 1 or 0; it is “maybe”."),
    ],
)
def test_word_that_is_not_understood_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    assert _sentences(settings) == [said]


def _started(*command: str, **said: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings", "SECRET_KEY": "x" * 60, **said}
    arguments = [sys.executable, *command]
    return subprocess.run(
        arguments, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "darbigas_kopienas.runtime.prepare", "translations"),
        ("-m", "gunicorn", "darbigas_kopienas.wsgi", "--preload", "--bind", "127.0.0.1:0"),
        ("manage.py", "check"),
    ],
)
def test_nothing_starts_with_a_contradiction(command: tuple[str, ...]) -> None:
    ended = _started(*command, PUBLIC_URL="https://portal.example", PROXY_COUNT="0")
    assert ended.returncode != 0
    assert "set PROXY_COUNT to the number of proxies" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_port_that_is_no_number_is_one_sentence() -> None:
    ended = _started("-m", "darbigas_kopienas.runtime.supervisor", PORT="http")
    assert (ended.returncode, ended.stderr) == (
        1,
        "The portal cannot start. PORT must be a whole number; it is “http”.\n",
    )


def test_numbers_and_hosts_are_read_without_a_guess() -> None:
    assert [environment.whole_number(word) for word in ("0", "25", "", "1.5", "٣", "1_0")] == [
        0,
        25,
        None,
        None,
        None,
        None,
    ]
    assert [environment.host_of(address) for address in ("https://a.b:1/c", "a.b", "https://[a", "http://[::1]:1")] == [
        "a.b",
        "",
        "",
        "[::1]",
    ]
    assert environment.listed(" a, ,b ") == ["a", "b"]
