"""Under which conditions an arm does worse, and what may be regretted."""
