"""The same lessons in other forms: for a class, to read, to teach with."""
