"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
class MessageReader:
    def __init__(self):
        self.kept = b""

    def feed(self, data):
        self.kept += data
        head, body = self.kept[:10], self.kept[10:]
        if len(head) < 10 or len(body) < int(head):
            return []
        self.kept = b""
        return [body[: int(head)].decode(), *self.feed(body[int(head) :])]
""",
        "passed",
        "",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.header, self.body, self.missing = b"", b"", 10

    def feed(self, data):
        done = []
        for byte in data:
            one = bytes([byte])
            if len(self.header) < 10:
                self.header += one
                if len(self.header) == 10:
                    self.missing = int(self.header)
            else:
                self.body += one
                self.missing -= 1
            if len(self.header) == 10 and not self.missing:
                done.append(self.body.decode())
                self.header, self.body = b"", b""
        return done
""",
        "passed",
        "",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer, self.start = bytearray(), 0

    def feed(self, data):
        self.buffer.extend(data)
        messages = []
        while True:
            body = self.start + 10
            if body > len(self.buffer):
                return messages
            end = body + int(self.buffer[self.start : body].decode("ascii"))
            if end > len(self.buffer):
                return messages
            messages += [str(self.buffer[body:end], "utf-8")]
            self.start = end
""",
        "passed",
        "",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        while len(self.buffer) >= 10:
            end = 10 + int(self.buffer[:10])
            if len(self.buffer) < end:
                break
            yield self.buffer[10:end].decode()
            del self.buffer[:end]
""",
        "not yet",
        "got a generator, expected a list",
    ),
    (
        """\
class MessageReader:
    buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        messages = []
        while len(self.buffer) >= 10:
            end = 10 + int(self.buffer[:10])
            if len(self.buffer) < end:
                break
            messages.append(self.buffer[10:end].decode())
            del self.buffer[:end]
        return messages
""",
        "not yet",
        "or another reader's.",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        messages = []
        while len(self.buffer) >= 10:
            end = 10 + int(self.buffer[:10])
            if len(self.buffer) < end:
                break
            messages.append(self.buffer[10:end].decode().strip())
            del self.buffer[:end]
        return messages
""",
        "not yet",
        "A body may look like a header, and end in a line end",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        messages = []
        while len(self.buffer) >= 10:
            end = 10 + int(self.buffer[:10])
            if len(self.buffer) < end:
                break
            if end > 10:
                messages.append(self.buffer[10:end].decode())
            del self.buffer[:end]
        return messages
""",
        "not yet",
        "expected  ['hi', '€', '']",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        messages = []
        while len(self.buffer) >= 10:
            end = 10 + int(self.buffer[:10])
            if len(self.buffer) < end:
                break
            messages.append(self.buffer[10:end].decode("latin-1"))
            del self.buffer[:end]
        return messages
""",
        "not yet",
        "expected '€'",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        messages = []
        while len(self.buffer) >= 10:
            end = 10 + int(self.buffer[:1])
            if len(self.buffer) < end:
                break
            messages.append(self.buffer[10:end].decode())
            del self.buffer[:end]
        return messages
""",
        "not yet",
        "12        Twelve bytes",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        messages = ()
        while len(self.buffer) >= 10:
            end = 10 + int(self.buffer[:10])
            if len(self.buffer) < end:
                break
            messages += (self.buffer[10:end].decode(),)
            del self.buffer[:end]
        return messages
""",
        "not yet",
        "got a tuple, expected a list",
    ),
    (
        """\
class MessageReader:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        messages = []
        while len(self.buffer) > 10:
            end = 10 + int(self.buffer[:10])
            if len(self.buffer) < end:
                break
            messages.append(self.buffer[10:end].decode())
            del self.buffer[:end]
        return messages
""",
        "not yet",
        "are exactly enough bytes enough?",
    ),
)
