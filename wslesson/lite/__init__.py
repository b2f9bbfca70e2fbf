"""A network, threads and programs in the memory of one browser tab.

In a browser, Python has none of these. Only their lowest layer is made here: `_socket`,
`select`, a lock, the start of a thread. What stands on it is the standard library's
own: `socket`, `asyncio`, `threading`, `queue`; and on that, `websockets` and Trio.

Nothing here is taught, and on a machine none of it runs. `names` says what it leans on.
"""
