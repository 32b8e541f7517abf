"""Many worlds: what a run is, how its worlds are made, on which processes, until when."""
