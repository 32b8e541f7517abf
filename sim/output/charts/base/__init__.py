"""What all charts share: evidence, look, words, files."""
