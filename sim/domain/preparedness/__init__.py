"""What allies may do before a crisis: accord, exercises, measures."""
