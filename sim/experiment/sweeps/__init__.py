"""One or two inputs over their values, and where an arm stops paying."""
