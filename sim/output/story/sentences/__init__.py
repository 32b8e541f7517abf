"""The sentences of a story, by kind of event, and its vocabulary."""
