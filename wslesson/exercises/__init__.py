"""What the exercises are: a folder for each lesson. No prose of lessons, no judge."""
