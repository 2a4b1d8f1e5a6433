"""Events and what they come to (pure); the state file that holds them, and its backups."""
