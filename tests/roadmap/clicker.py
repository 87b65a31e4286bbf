"""One click on «Утвердить» by a browser of its own: a process that connects, waits for the word and sends.

python clicker.py PORT PATH COOKIES BODY   prints «ready», reads a line, sends, prints the status of the answer
"""

import socket
import sys


def main(port, path, cookies, body):
    with socket.create_connection(("127.0.0.1", int(port)), timeout=600) as server:
        request = (
            f"POST {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
        print("ready", flush=True)
        sys.stdin.readline()
        server.sendall(request.encode())
        answer = server.makefile("rb").readline()
    print(answer.decode().split()[1], flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
