"""What `--json` prints: from results to documents. Nothing here prints, or knows a command."""
