"""The same lessons in other forms: for a class, to read, to teach with.

Nothing here is a second text: a rule makes each form from the notebooks.
"""
