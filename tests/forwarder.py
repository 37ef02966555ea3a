"""A program that passes a TCP address on to a socket in the file system: `forwarder.py HOST PATH`.

It says which port it took. Run in a network namespace it makes a server reachable there, and only
as long as that namespace's own link is up.
"""

import socket
import sys
import threading
from contextlib import suppress


def carry(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while data := here.recv(65536):
            there.sendall(data)
    for end in (here, there):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def main(host: str, path: str) -> None:
    listening = socket.create_server((host, 0))
    print(listening.getsockname()[1], flush=True)  # noqa: T201  # this is how it says so
    while True:
        near, _ = listening.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect(path)
        for ends in ((near, far), (far, near)):
            threading.Thread(target=carry, args=ends, daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
