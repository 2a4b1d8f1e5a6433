"""What the commands do: load, transition, save, summarise. No Typer, no Rich."""
