"""The after-action report: games that are over as one page, each sentence with its events."""
