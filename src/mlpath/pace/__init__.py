"""The plan against the calendar: dates, pace, streaks, and how to say it. Pure."""
