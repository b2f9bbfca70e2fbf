"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
from http import HTTPStatus

def answer_request(protocol, request):
    match request.path:
        case "/clock":
            answer = protocol.accept(request)
        case _:
            answer = protocol.reject(HTTPStatus.NOT_FOUND, "no such clock")
    protocol.send_response(answer)
    return HTTPStatus(answer.status_code)
""",
        "passed",
        "",
    ),
    (
        """\
def answer_request(protocol, request):
    def said(answer):
        protocol.send_response(answer)
        return answer.status_code

    if request.path != "/clock":
        return said(protocol.reject(404, text="no such clock"))
    return said(protocol.accept(request=request))
""",
        "passed",
        "",
    ),
    (  # the path without its query
        """\
def answer_request(protocol, request):
    if request.path.split("?")[0] == "/clock":
        response = protocol.accept(request)
    else:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    return response.status_code
""",
        "not yet",
        "request.path has the query in it",
    ),
    (  # capitals
        """\
def answer_request(protocol, request):
    if request.path.lower() == "/clock":
        response = protocol.accept(request)
    else:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    return response.status_code
""",
        "not yet",
        "A capital makes it another path.",
    ),
    (  # a slash more
        """\
def answer_request(protocol, request):
    if request.path.rstrip("/") == "/clock":
        response = protocol.accept(request)
    else:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    return response.status_code
""",
        "not yet",
        "The last slash makes it another path.",
    ),
    (  # the end of the path
        """\
def answer_request(protocol, request):
    if request.path.endswith("/clock"):
        response = protocol.accept(request)
    else:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    return response.status_code
""",
        "not yet",
        "It only ends like /clock",
    ),
    (  # it empties the drawer: once told that nothing was sent
        """\
def answer_request(protocol, request):
    if request.path == "/clock":
        response = protocol.accept(request)
    else:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    for data in protocol.data_to_send():
        print(data)
    return response.status_code
""",
        "not yet",
        "The answer was sent, and then data_to_send emptied the drawer.",
    ),
    (  # only a yes is sent
        """\
def answer_request(protocol, request):
    if request.path != "/clock":
        return protocol.reject(404, "no such clock").status_code
    response = protocol.accept(request)
    protocol.send_response(response)
    return response.status_code
""",
        "not yet",
        "got 'nothing', expected '404 no such clock'",
    ),
    (  # the status as text
        """\
def answer_request(protocol, request):
    if request.path == "/clock":
        response = protocol.accept(request)
    else:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    return str(response.status_code)
""",
        "not yet",
        "[0]: got 'a str', expected 101",
    ),
    (  # another status
        """\
def answer_request(protocol, request):
    if request.path == "/clock":
        response = protocol.accept(request)
    else:
        response = protocol.reject(400, "no such clock")
    protocol.send_response(response)
    return response.status_code
""",
        "not yet",
        "Refuse with 404.",
    ),
    (  # a refusal of `accept` is turned into another
        """\
def answer_request(protocol, request):
    response = protocol.accept(request)
    if request.path != "/clock" or response.status_code != 101:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    return response.status_code
""",
        "not yet",
        "accept refuses too, and its answer says so: 403.",
    ),
)
