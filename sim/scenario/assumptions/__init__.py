"""Every number with its source, and how uncertain it is."""
