"""What Hotline needs of a machine, and whether it is there."""
