"""How the frontline asks its patron, waits, reads what comes and goes on from that."""
