"""One world as a story in text, and two arms of the same world until they part."""
