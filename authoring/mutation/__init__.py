"""Do the tests notice a fault in the rooms that talk to the network?

Nothing is changed here but copies.
"""
