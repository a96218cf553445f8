"""Django's PostgreSQL, with limits to every wait (base.py); what `ENGINE` in the settings names."""
