"""From summaries to what a terminal shows."""
