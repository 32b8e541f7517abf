"""Messages in motion: desks, channels, delivery, meetings, the press."""
