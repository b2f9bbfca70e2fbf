"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
from itertools import cycle

def apply_mask(payload, key):
    return bytes(map(int.__xor__, payload, cycle(key)))
""",
        "passed",
        "",
    ),
    (
        """\
def apply_mask(payload, key):
    size = len(payload)
    keys = int.from_bytes((key * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(payload, "big") ^ keys).to_bytes(size, "big")
""",
        "passed",
        "",
    ),
    (
        """\
def apply_mask(payload, key):
    masked = bytearray(payload)
    for at, xor in enumerate(key):
        table = bytes(byte ^ xor for byte in range(256))
        masked[at::4] = masked[at::4].translate(table)
    return bytes(masked)
""",
        "passed",
        "",
    ),
    (  # as one number, which forgets the zeros in front
        """\
def apply_mask(payload, key):
    keys = (key * (len(payload) // 4 + 1))[:len(payload)]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
""",
        "not yet",
        "a zero is a byte, too: five in, five out.",
    ),
    (  # a key that ends, and zip with it
        """\
def apply_mask(payload, key):
    return bytes(a ^ b for a, b in zip(payload, key * 1000))
""",
        "not yet",
        "A longer key ends, too, and zip ends with it.",
    ),
    (  # begins again at the second byte of the key
        """\
def apply_mask(payload, key):
    masked, k = [], 0
    for byte in payload:
        masked.append(byte ^ key[k])
        k = k + 1 if k < 3 else 1
    return bytes(masked)
""",
        "not yet",
        "byte 4: got 1001 0101, expected 0101 1000",
    ),
    (  # as many as you got: filled up to whole blocks
        """\
def apply_mask(payload, key):
    filled = payload + bytes(-len(payload) % 4)
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(filled))
""",
        "not yet",
        "byte 5: nothing more expected, got 3 more",
    ),
    (  # stops at a zero, as texts do in C
        """\
def apply_mask(payload, key):
    payload = payload.split(b"\\0")[0]
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))
""",
        "not yet",
        "A zero byte shows the byte of the key that met it.",
    ),
    (  # leaves a byte alone where the key has a zero
        """\
def apply_mask(payload, key):
    masked = [byte ^ key[i % 4] for i, byte in enumerate(payload) if key[i % 4]]
    return bytes(masked)
""",
        "not yet",
        "A zero byte is a byte like any other",
    ),
    (  # text on the way in
        """\
def apply_mask(payload, key):
    text = payload.decode()
    return bytes(ord(each) ^ key[i % 4] for i, each in enumerate(text))
""",
        "not yet",
        "The same again undoes it.",
    ),
    (  # no function that returns: one that yields
        """\
def apply_mask(payload, key):
    for i, byte in enumerate(payload):
        yield byte ^ key[i % 4]
""",
        "not yet",
        "got a generator, expected a bytes",
    ),
    (  # no power, and still over 255
        """\
def apply_mask(payload, key):
    return bytes(byte + key[i % 4] for i, byte in enumerate(payload))
""",
        "not yet",
        "A number came out that no byte holds.",
    ),
    (  # nothing is changed, and still the kinds do not fit
        """\
def apply_mask(payload, key):
    return bytes(byte ^ key[i / 4] for i, byte in enumerate(payload))
""",
        "not yet",
        "The kinds do not fit, and Python's line above names them.",
    ),
)
