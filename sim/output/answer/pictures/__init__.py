"""What the pictures of an answer show."""
