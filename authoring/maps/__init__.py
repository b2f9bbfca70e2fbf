"""Which cell teaches what: writes the pages in docs/maps/ that say so."""
