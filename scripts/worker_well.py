"""The health check of a worker's container: the worker has said lately that it is there.

Exit code 0 well, 1 not. By the driver alone: importing the engine would cost a second each.
"""

import os
import socket
import sys
from pathlib import Path

import psycopg

SILENT_SECONDS = 20
"""As `engine.service.processes.GONE_AFTER`."""

QUESTION = """
SELECT 1 FROM process
WHERE name LIKE %s AND seen_at > now() - make_interval(secs => %s)
"""


def main() -> int:
    place = os.environ["ALUR_DATABASE_URL_FILE"]  # noqa: TID251  # without the engine, as it says
    url = Path(place).read_text("utf-8").strip()
    address = url.replace("postgresql+psycopg://", "postgresql://")
    mine = f"worker-{socket.gethostname()}-%"
    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            return 0 if connection.execute(QUESTION, (mine, SILENT_SECONDS)).fetchone() else 1
    except psycopg.Error as error:
        print(f"the database does not answer: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
