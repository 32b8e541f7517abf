"""The commands of games at a table: to play one, to look back at it."""
