"""The Autobahn cases: strangers who try to break our ends of a connection.

No case of ours belongs here.
"""
