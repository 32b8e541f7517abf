"""What a game was, once it is over: decisions, the same world without people, many such worlds."""
