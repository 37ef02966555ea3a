"""The verifier of bundles judges Ed25519 signatures by itself, and as everybody else does."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.notes import format_verifier_key, verifier_key
from engine.service.bundle_verifier.verify import L, is_signed, parsed_key, recovered
from engine.service.signing_keys import verify

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
"""§7.1, tests 1, 2, 3 and SHA(abc)."""


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_signatures_of_the_rfc_hold(public: str, message: str, signature: str) -> None:
    key, said, signed = map(bytes.fromhex, (public, message, signature))

    assert is_signed(key, signed, said)
    assert not is_signed(key, signed, said + b"!")


@settings(max_examples=12)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 767))
def test_it_agrees_with_others_on_any_message(secret: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    changed = bytearray(signature + public)
    changed[bit // 8] ^= 1 << bit % 8
    other = bytes(changed[:64]), bytes(changed[64:])

    assert is_signed(public, signature, message)
    assert is_signed(other[1], other[0], message) == verify(other[1], other[0], message) is False


def test_what_is_no_signature_is_none() -> None:
    public, message, signature = map(bytes.fromhex, RFC_8032[1])
    too_large = int.from_bytes(signature[32:], "little") + L

    assert not is_signed(public, signature[:32] + too_large.to_bytes(32, "little"), message)
    assert not is_signed(public, signature + b"\0", message)
    assert not is_signed(public[:31], signature, message)
    assert recovered(b"\xff" * 32) is None
    assert recovered(b"\1" + bytes(30) + b"\x80") is None


def test_a_verifier_key_is_read_as_it_is_published() -> None:
    public = bytes.fromhex(RFC_8032[0][0])
    written = format_verifier_key(verifier_key("kantor.example/alur", public))
    found = parsed_key(f" {written}\n")

    assert found is not None
    assert (found.name, found.public, found.text) == ("kantor.example/alur", public, written)
    assert parsed_key(written[:-2] + "AA") is None
    assert parsed_key("kantor.example/alur+00000000+?") is None
    assert parsed_key("") is None
