"""What was erased, written down outside the database: a backup that is older does not know it (decision 0034)."""
