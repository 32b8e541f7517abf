"""Charts of a run: all its worlds."""
