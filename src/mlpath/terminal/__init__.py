"""What a terminal shows: from results to text and tables. Only `output` prints, and nothing here knows a command."""
