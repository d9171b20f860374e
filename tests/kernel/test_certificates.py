"""A certificate that was changed, mistyped or signed by somebody else is refused; what was signed is read back."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from pulang.kernel.certificates import DOMAIN, BadCertificate, Certificate, check, key_name, serial_of, sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = KEY.public_key().public_bytes_raw()
BARE = Certificate("ABCD-EFGH-IJ23", "prison-officer-foundation", "1.0.0", date(2026, 11, 27), date(2029, 11, 27))
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

certificates = st.builds(
    Certificate,
    serial=st.binary(min_size=8, max_size=8).map(serial_of),
    course=st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,2}", fullmatch=True),
    number=st.from_regex(r"\d{1,3}\.\d{1,3}\.\d{1,3}", fullmatch=True).filter(str.isascii),
    issued_on=st.dates(date(2020, 1, 1)),
    until=st.none() | st.dates(date(2020, 1, 1)),
)


@given(certificates)
def test_what_was_signed_is_read_back_also_in_small_letters_and_broken_lines(bare: Certificate) -> None:
    signed = sign(KEY, bare)
    text = signed.text()
    assert set(text) <= ALPHANUMERIC
    broken = "\u200b\n".join(text[start : start + 30] for start in range(0, len(text), 30))
    assert check(broken.lower(), PUBLIC) == signed


@given(certificates, st.data())
def test_a_certificate_with_any_sign_changed_is_refused(bare: Certificate, data: st.DataObject) -> None:
    text = sign(KEY, bare).text()
    place = data.draw(st.integers(0, len(text) - 2))  # the last sign of base 32 has bits that say nothing
    other = data.draw(st.sampled_from(sorted(ALPHANUMERIC - {text[place], " "})))
    with pytest.raises(BadCertificate):
        check(text[:place] + other + text[place + 1 :], PUBLIC)


def test_a_certificate_of_another_key_is_refused() -> None:
    with pytest.raises(BadCertificate, match="Another key"):
        check(sign(OTHER, BARE).text(), PUBLIC)
    forged = sign(OTHER, BARE).text().replace(key_name(OTHER.public_key().public_bytes_raw()), key_name(PUBLIC))
    with pytest.raises(BadCertificate, match="does not fit"):
        check(forged, PUBLIC)


@pytest.mark.parametrize("text", ["", "PULANG1", "PULANG1///////", "PULANG2/A/B/C/D/E/F/G", "/" * 7, "é" * 200])
def test_what_is_no_certificate_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadCertificate, match="no certificate"):
        check(text, PUBLIC)


def test_another_library_finds_the_signature_right() -> None:
    signed = sign(KEY, BARE)
    said = signed.text().rpartition("/")[0].encode()
    VerifyKey(PUBLIC).verify(DOMAIN + said, signed.signature)
