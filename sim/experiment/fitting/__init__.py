"""Laws of delays fitted to measured times."""
