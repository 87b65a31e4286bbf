"""A person at a browser of their own: a process that connects, waits for the word and sends one page after another.

python clicker.py PORT COOKIES   prints «ready», reads lines «PATH BODY» to the end, sends each, prints the status of each answer
"""

import socket
import sys


def send(server, port, path, cookies, body):
    """Post the page by an open connection and return the status of the answer, read to its end."""
    request = (
        f"POST {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
    server.sendall(request.encode())
    return server.makefile("rb").read().decode().split()[1]


def main(port, cookies):
    server = socket.create_connection(("127.0.0.1", int(port)), timeout=600)
    print("ready", flush=True)
    for page in sys.stdin:
        path, body = page.split()
        # The first page goes by the connection that was made ready for it.
        server = server or socket.create_connection(("127.0.0.1", int(port)), timeout=600)
        with server:
            print(send(server, port, path, cookies, body), flush=True)
        server = None


if __name__ == "__main__":
    main(*sys.argv[1:])
