"""Refusals of documents that people bring: a branch of the tree in `engine.core.errors`.

AlurError
├── CommandRefused
│   └── InputRefused
│       └── UploadRefused       not of a kind that is taken, or not what it is said to be
│           └── UploadInfected  the scanner found something in it
└── StoreError
    └── UploadUnscanned         the scanner gave no verdict, so nobody knows
"""

from engine.core.errors import InputRefused, StoreError


class UploadRefused(InputRefused):
    """The document cannot be taken. `why` goes on from "it"."""

    def __init__(self, why: str) -> None:
        self.why = why
        self.hint = "Save it anew as PDF, or photograph it, and bring that."
        super().__init__({"file": why})


class UploadInfected(UploadRefused):
    """The scanner found something harmful in the document."""

    def __init__(self) -> None:
        super().__init__("the virus scanner found something in it")
        self.hint = "Do not open it. Have the machine that it comes from looked at."


class UploadUnscanned(StoreError):
    """The document could not be looked through for viruses, so it is not taken."""

    def __init__(self, why: str) -> None:
        self.why = why
        self.hint = "Bring it again in a while; tell whoever runs this installation."
        super().__init__(f"The virus scanner gives no verdict ({why}).")
