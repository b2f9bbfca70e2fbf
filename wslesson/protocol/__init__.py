"""Bytes to events and back. Pure: no socket, no clock, no print lives here.

Read the modules in the order of the lessons; each imports only earlier ones.

    errors, reading, packets    02  messages on a stream
"""
