"""Games at a table: people in the seats of the same file, on the same engine."""
