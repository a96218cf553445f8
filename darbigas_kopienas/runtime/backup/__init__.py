"""The whole portal in one file, and back: database, private files, keys, and the proof that all of it is there.

`python -m darbigas_kopienas.runtime.backup` (docs/decisions/0030). A backup is a tar; with a key (BACKUP_KEY) it is
encrypted in the age format. Its first member says what it is, its last what every other must be.
"""
