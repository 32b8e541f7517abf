"""The two allies in motion: leaders, consultation, operation, domestic politics."""
