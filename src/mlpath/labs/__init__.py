"""Labs: practice whose tests run against the learner's own files."""
