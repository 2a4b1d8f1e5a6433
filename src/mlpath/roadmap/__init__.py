"""The roadmap that runs, how its items are named, and how its file is read."""
