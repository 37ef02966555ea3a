"""Numbers of things, as English says them."""


def amount(number: int, one: str, several: str = "") -> str:
    """`1 document`, `2 documents`, `0 entries`.

    Args:
        number: how many.
        one: what one is called.
        several: what more are called; without it, that and an s.
    """
    return f"{number} {one if number == 1 else several or one + 's'}"
