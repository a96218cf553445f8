from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mailing', '0006_choices_of_mails'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(fields=['to_email'], name='mailing_outgoingmail_to'),
        ),
    ]
