"""The command line. Nothing but commands may import from here."""
