"""Charts of one world."""
