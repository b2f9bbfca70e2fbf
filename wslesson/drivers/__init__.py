"""Move bytes between the network and the code that understands them. No rules here."""
