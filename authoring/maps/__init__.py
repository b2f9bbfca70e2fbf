"""Which cell teaches what: writes the pages in docs/ that say so."""
