"""Where the server listens and how others on the network reach it."""

import socket

EVERYWHERE = "0.0.0.0"


def lan_address():
    """Return the address of this machine on its network, or an empty string where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only asks the system which way it would go.
            probe.connect(("10.255.255.255", 1))
            return probe.getsockname()[0]
        except OSError:
            return ""


def hosts(host):
    """Return the names under which a server bound to `host` may be asked for."""
    names = [lan_address(), socket.gethostname()] if host == EVERYWHERE else [host]
    return [name for name in names if name]


def bind(host, port):
    """Return a socket that holds the port before any work is done for it. Raises OSError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # On Windows SO_REUSEADDR would let two servers share one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # A listening socket refuses a second server even while this one is still getting ready.
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener
