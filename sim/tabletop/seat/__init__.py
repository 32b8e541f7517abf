"""What a seat sees and nothing else: its sight, its situation, and the sentences for both."""
