"""What things cost: minutes that no test spends."""
