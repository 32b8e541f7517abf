"""Charts of a trial of measures."""
