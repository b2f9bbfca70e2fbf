"""What comparing costs: minutes that no test spends. No code of ours is timed here."""
