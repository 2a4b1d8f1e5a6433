"""The machine: files, folders, locks, programs, and the clock."""
