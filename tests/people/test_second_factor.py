"""What the database keeps of a second factor opens nothing; what was kept under the key before still works."""

import importlib

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from pytest_django import Settings

from darbigas_kopienas.people import tasks
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.second_factor import EncryptingAdapter

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def test_secret_is_kept_encrypted_and_its_codes_are_taken(ilze: User) -> None:
    factor = totp.TOTP.activate(ilze, SECRET)
    kept = Authenticator.objects.get(user=ilze)
    assert SECRET not in str(kept.data)
    assert factor.validate_code(code_of(SECRET))
    assert not totp.TOTP(kept).validate_code("000000")


def test_recovery_codes_are_kept_encrypted(ilze: User) -> None:
    codes = RecoveryCodes.activate(ilze)
    first = codes.get_unused_codes()[0]
    kept = Authenticator.objects.get(user=ilze)
    assert kept.data["seed"].startswith("gAAAA")
    assert RecoveryCodes(kept).validate_code(first)


def test_the_key_before_still_opens_and_a_foreign_one_lets_nobody_in(ilze: User, settings: Settings) -> None:
    totp.TOTP.activate(ilze, SECRET)
    kept = Authenticator.objects.get(user=ilze)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, as long as it has to be"
    assert EncryptingAdapter().decrypt(kept.data["secret"]) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    unknown = EncryptingAdapter().decrypt(kept.data["secret"])
    assert (len(unknown), unknown == SECRET) == (32, False)
    assert unknown != EncryptingAdapter().decrypt(kept.data["secret"])
    assert not totp.TOTP(kept).validate_code(code_of(SECRET))


def test_a_change_of_key_is_followed_within_the_hour(ilze: User, settings: Settings) -> None:
    totp.TOTP.activate(ilze, SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, as long as it has to be"
    tasks.tidy()
    settings.SECRET_KEY_FALLBACKS = []
    kept = Authenticator.objects.get(user=ilze)
    assert EncryptingAdapter().decrypt(kept.data["secret"]) == SECRET
    tasks.tidy()
    assert Authenticator.objects.get(user=ilze).data == kept.data  # what lies under the present key is left alone


def test_what_no_key_opens_is_logged_and_kept(ilze: User, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    totp.TOTP.activate(ilze, SECRET)
    before, first = Authenticator.objects.get(user=ilze), settings.SECRET_KEY
    settings.SECRET_KEY = "another key, as long as it has to be"
    tasks.tidy()
    assert not totp.TOTP(before).validate_code(code_of(SECRET))
    assert "opened by none of SECRET_KEY" in caplog.text
    settings.SECRET_KEY = first
    assert totp.TOTP(Authenticator.objects.get(user=ilze)).validate_code(code_of(SECRET))


def test_what_was_kept_in_clear_opens_and_is_encrypted_where_it_lies(ilze: User, anna: User) -> None:
    """An older portal may still write it while a newer one is being started: the hourly task encrypts that too."""
    row = Authenticator.objects.create(user=ilze, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    assert totp.TOTP(row).validate_code(code_of(SECRET))
    migration = importlib.import_module("darbigas_kopienas.people.migrations.0003_encrypted_second_factors")
    migration.encrypt(apps, None)
    late = Authenticator.objects.create(user=anna, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    tasks.tidy()
    for kept in (row, late):
        kept.refresh_from_db()
        assert kept.data["secret"].startswith("gAAAAA")
        assert EncryptingAdapter().decrypt(kept.data["secret"]) == SECRET
    again = dict(row.data)
    migration.encrypt(apps, None)
    row.refresh_from_db()
    assert row.data == again
