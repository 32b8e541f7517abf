"""What no world could run on, what does not fit together, and what is perhaps not meant."""
