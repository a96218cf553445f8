"""What every answer says to the browser, and what comes over plain http."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from darbigas_kopienas.runtime.file_stores import s3_store, shown_from
from darbigas_kopienas.web.content_policy import content_policy


@pytest.fixture
def static_file() -> Any:
    file = Path(configured.STATIC_ROOT) / "test_headers.svg"
    file.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    yield f"/static/{file.name}"
    file.unlink()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"), [("/lv/", 200), ("/lv/nekur/", 404), ("/healthz", 200), ("/lv/konts/logout/", 302), ("", 200)]
)
def test_every_answer_says_what_a_browser_may_do(settings: Any, static_file: str, path: str, status: int) -> None:
    """Pages, mistakes, answers for machines, redirects; the empty path stands for a static file."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = Client().get(path or static_file, secure=True)
    assert answer.status_code == status
    assert set(answer["Content-Security-Policy"].split("; ")) >= {
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "default-src 'self'",
    }
    said = {name: answer.get(name) for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")}
    assert said == {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.django_db
def test_refused_request_says_it_too() -> None:
    answer = Client().post("/lv/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "base-uri 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


# -- plain http ------------------------------------------------------------------------------------
HTML = {"accept": "text/html,application/xhtml+xml"}


def test_a_page_opened_over_plain_http_leads_to_https(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/lv/konts/login/?next=/lv/", headers=HTML)
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/lv/konts/login/?next=/lv/")


@pytest.mark.parametrize(
    ("method", "path", "accept"),
    [
        ("get", "/lv/mans-kalendars/abc.ics", "text/calendar"),
        ("get", "/lv/mans-kalendars/abc.ics", "*/*"),
        ("post", "/lv/konts/login/", HTML["accept"]),
        ("get", "/lv/", "application/json"),
    ],
)
def test_all_else_over_plain_http_is_refused_in_words(settings: Any, method: str, path: str, accept: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = getattr(Client(), method)(path, headers={"accept": accept})
    assert (answer.status_code, answer.get("Location")) == (403, None)
    assert "https" in answer.content.decode()


def test_health_is_asked_over_plain_http_inside(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz").status_code == 200


# -- cookies ---------------------------------------------------------------------------------------
ASK = """
import json
from django.conf import settings
from darbigas_kopienas.web.cookies import cookie_name
import django; django.setup()
from darbigas_kopienas.web.cookies import MessageCookie
names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, cookie_name("theme")]
secure = [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.LANGUAGE_COOKIE_SECURE]
paths = [settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH, settings.LANGUAGE_COOKIE_PATH]
domains = [settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN, settings.LANGUAGE_COOKIE_DOMAIN]
print(json.dumps([names + [MessageCookie(None).cookie_name], secure, paths, domains]))
"""


@pytest.mark.parametrize(("address", "prefix"), [("https://portals.lv", "__Host-"), ("http://portals.lv", "")])
def test_over_https_cookies_are_of_this_host_alone(address: str, prefix: str) -> None:
    here = {**os.environ, "PUBLIC_URL": address, "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    told = subprocess.run([sys.executable, "-c", ASK], env=here, capture_output=True, check=True, text=True)
    names, secure, paths, domains = json.loads(told.stdout)
    assert names == [f"{prefix}{name}" for name in ("sessionid", "csrftoken", "django_language", "theme", "messages")]
    assert (set(secure), set(paths), set(domains)) == ({bool(prefix)}, {"/"}, {None})


@pytest.mark.django_db
def test_theme_is_read_and_written_by_the_name_that_the_page_says(settings: Any) -> None:
    settings.COOKIE_PREFIX = "__Host-"
    client = Client()
    client.cookies["__Host-theme"] = "dark"
    page = client.get("/lv/privatums/").content.decode()
    assert 'data-cookie-theme="__Host-theme" data-theme="dark"' in page
    script = (configured.BASE_DIR / "static" / "js" / "portal.js").read_text()
    assert "document.cookie = `${root.dataset.cookieTheme}=" in script


# -- files of a store ------------------------------------------------------------------------------
def test_pages_show_pictures_and_frames_of_the_store_that_they_are_redirected_to() -> None:
    store = s3_store(bucket="files", endpoint="https://store.example:9000/", region="", access_key="", secret_key="")
    policy = content_policy(shown_from(store, "redirect"))["DIRECTIVES"]
    place = "https://store.example:9000/files/"
    assert (policy["img-src"], policy["frame-src"]) == (["'self'", "data:", place], ["'self'", place])
    assert {name: sources for name, sources in policy.items() if name not in {"img-src", "frame-src"}} == {
        name: sources for name, sources in content_policy()["DIRECTIVES"].items() if name != "img-src"
    }


@pytest.mark.parametrize(("bucket", "sender"), [("files", "django"), ("", "redirect"), ("", "django")])
def test_nothing_comes_from_elsewhere_without_a_redirect(bucket: str, sender: str) -> None:
    store = s3_store(bucket=bucket, endpoint="", region="eu-north-1", access_key="", secret_key="")
    assert content_policy(shown_from(store, sender)) == content_policy() == configured.CONTENT_SECURITY_POLICY
