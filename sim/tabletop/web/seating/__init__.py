"""What the seats of a table in browsers have beside their pages."""
