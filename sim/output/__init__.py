"""What remains of a run: stores, tables, charts and stories. Never drives the engine."""
