"""Pages for people at a table, on screen and on paper: their frame, their style, their mark."""
