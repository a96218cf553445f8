"""A certificate says hours to the hundredth, as they are ticked; what was issued says what it said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "0010_catalogue_in_latvian_order")]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="hours",
            field=models.DecimalField(decimal_places=2, max_digits=6, verbose_name="academic hours"),
        ),
    ]
