"""Where bytes land that asyncio reads."""

import threading

from . import CHUNK


class ReceiveBuffer(threading.local):
    """Where bytes land before they are copied: one for each thread, so for each loop.

    Else asyncio would ask for 256 KiB of fresh memory each time it reads, which costs
    more than all our work on a short message.
    """

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(CHUNK))


RECEIVE_BUFFER = ReceiveBuffer()
