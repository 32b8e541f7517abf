"""The pictures of a run's first page: in files as any chart, and bare for the page itself."""
