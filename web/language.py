"""The language of a page: asked for by its address, kept by its links."""

from starlette.requests import Request

from engine.core.text import Language


def language_of(request: Request) -> Language:
    """The language asked for; Indonesian unless it is English."""
    said: Language | None = getattr(request.state, "language", None)
    return said or ("en" if request.query_params.get("lang") == "en" else "id")


def speak(request: Request, language: Language) -> None:
    """Answer in this language, where the address cannot say which."""
    request.state.language = language
