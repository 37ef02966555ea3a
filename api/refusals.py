"""What the interface itself refuses, before anything is looked up. Part of the tree of errors.

CommandRefused
├── NotLetIn
│   ├── NotSignedIn             nobody says who they are, or they work here no more (401)
│   └── NotTracking             no code and PIN were shown, or too long ago (401)
└── NotPermitted
├── NotForYou               only people of another kind may do it at all
├── ScopeMissing            the API token was not issued for it
└── CrossSite               a page of another site asks in somebody's name
"""

from engine.core.errors import NotLetIn, NotPermitted


class NotSignedIn(NotLetIn):
    """Nobody is signed in here."""

    def __init__(self, message: str = "", *, hint: str = "") -> None:
        self.hint = hint or "Sign in, or send an API token: `Authorization: Bearer ...`."
        super().__init__(message or "Nobody is signed in here.")


class NotTracking(NotLetIn):
    """No code was shown that opens a case, or too long ago."""

    hint = "Show code and PIN again; both stand on the receipt."

    def __init__(self) -> None:
        super().__init__("No code was shown that opens a case, or too long ago.")


class NotForYou(NotPermitted):
    """Only people of another kind may do this. `needed` is the kind of access."""

    def __init__(self, needed: str, *, hint: str = "") -> None:
        self.needed = needed
        self.hint = hint or "An administrator of the unit gives roles and duties."
        super().__init__(f"You may not: it takes somebody who {needed}.")


class ScopeMissing(NotPermitted):
    """The API token was not issued for this."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.hint = "Use a token with that scope; whoever it belongs to may have one issued."
        super().__init__(f"The token lacks the scope {scope}.")


class CrossSite(NotPermitted):
    """The request does not come from a page of this site."""

    def __init__(self) -> None:
        self.hint = "Load the page again and send its form; programs use a token, not a cookie."
        super().__init__("The request does not come from a page of this site.")
