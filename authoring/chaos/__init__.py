"""Hostile and broken input, by the thousand. None is stored: a seed brings it back."""
