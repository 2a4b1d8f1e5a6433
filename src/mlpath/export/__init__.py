"""From summaries to documents."""
