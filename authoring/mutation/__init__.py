"""Do the tests notice a fault in the rooms that talk to the network?"""
