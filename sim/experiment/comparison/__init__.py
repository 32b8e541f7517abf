"""Arms compared in the same worlds."""
