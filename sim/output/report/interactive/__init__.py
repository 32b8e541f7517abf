"""What a reader with a script may do on the page of a run: pick a comparison, a world, an hour.

Every number and every sentence is made here, by the same functions as the rest of the page; the
script shows and hides them. Without it the page is what it would be.
"""
