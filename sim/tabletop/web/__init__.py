"""The table in browsers: one process, one game, a page for each seat and the facilitator's."""
