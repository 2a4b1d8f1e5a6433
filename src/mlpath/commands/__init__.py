"""What each command does: load, change, save, and return a result. No Typer, no Rich."""
