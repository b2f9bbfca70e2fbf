"""The command line: what can be typed, and what is printed in reply.

What a command does belongs in other rooms; none of them imports from here.
"""
