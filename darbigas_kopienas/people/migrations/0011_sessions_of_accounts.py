"""A table of sessions that says whose each is; who is signed in meanwhile stays so. Backwards they sign in anew."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models


def move(apps: Any, _schema: Any) -> None:
    """Nobody tidies the table before any more, so nothing is left in it."""
    rows = apps.get_model("sessions", "Session").objects.all()
    decode, new = SessionStore().decode, apps.get_model("people", "BrowserSession")
    for row in rows.iterator():
        account = decode(row.session_data).get("_auth_user_id")
        new.objects.create(
            session_key=row.session_key, session_data=row.session_data, expire_date=row.expire_date, user_id=account
        )
    rows.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_successors_are_named'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BrowserSession',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session of a browser',
                'verbose_name_plural': 'sessions of browsers',
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
