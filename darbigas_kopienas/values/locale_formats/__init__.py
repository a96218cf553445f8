"""Django's own formats, corrected: its Latvian days lack the leading zero, its English ones are American."""
