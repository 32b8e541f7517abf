"""Makes ``python -m sim`` the same as ``hotline``."""

from sim.cli.main import entry

if __name__ == "__main__":
    entry()
