from __future__ import annotations

import codecs
from html.entities import codepoint2name

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.text.encoding import decode, repair_double_encoding

TYPOGRAPHY = "§¶©®°·½¼×÷ÄÖÜäöüßéèêëñçÁÉÍÓÚ\u00a0\u00ad«»‘’‚“”„†‡•…‰€™–—−≤≥ \n'\".,;()-"
PLAIN = "abcXYZ 0123456789"
LEADS = "ÂÃÄÅÎÏâïð"
"""Characters that misread bytes begin with: before a typographic one they mean a double encoding."""


def misread(text: str) -> str:
    """UTF-8 that a careless program took for cp1252, and for latin-1 where that has holes."""
    characters = []
    for byte in text.encode():
        try:
            characters.append(bytes([byte]).decode("cp1252"))
        except UnicodeDecodeError:
            characters.append(chr(byte))
    return "".join(characters)


@settings(deadline=None)
@given(text=st.text(alphabet=TYPOGRAPHY + PLAIN + "😀ﬁ"))
@example(text="“RCW 19.86”—§ 1… ‘sic’\u00a0½ ☐")
def test_a_double_encoding_is_undone(text: str):
    assert repair_double_encoding(misread(text)) == text
    assert decode(misread(text).encode())[0] == text


@settings(deadline=None)
@given(text=st.text(alphabet=(TYPOGRAPHY + PLAIN).translate({ord(c): None for c in LEADS})))
def test_clean_text_stays_as_it_is(text: str):
    assert repair_double_encoding(text) == text
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    "word",
    [
        "naïve",
        "El Niño’s",
        "Fußgänger",
        "São Paulo",
        "piñata”",
        "à la carte",
        "Crème brûlée—",
        "Ângela",
        "Íñigo",
        "JOSÉ’S",
        "É”",
        "está\u00a0“",
        "olé’”",
    ],
)
def test_accents_before_common_characters_are_no_double_encoding(word: str):
    assert decode(f"The {word} act".encode()) == (f"The {word} act", "utf-8")


@settings(deadline=None)
@given(body=st.binary(max_size=400))
@example(body=codecs.BOM_UTF16_LE + b"\xd8")
@example(body=codecs.BOM_UTF32_BE + b"\xff\xff\xff\xff")
@example(body=b"\xe2\x80")
def test_decoding_never_raises(body: bytes):
    text, name = decode(body)
    assert isinstance(text, str)
    assert codecs.lookup(name)


@settings(deadline=None)
@given(
    name=st.sampled_from(
        "undefined idna punycode unicode_escape raw_unicode_escape rot13 hex zlib utf-7 utf-16 utf-32 mbcs none "
        "aliases shift_jis big5 cp037 koi8-r ascii utf_8_sig : . __init__".split()
    ),
    rest=st.binary(max_size=60),
)
@example(name="undefined", rest=b"\xe9")
@example(name="unicode_escape", rest=b"\\ud800 \xe9")
def test_no_declaration_makes_it_raise_or_give_characters_that_no_database_takes(name: str, rest: bytes):
    text, _ = decode(b'<meta charset="' + name.encode() + b'">' + rest)
    assert text.encode("utf-8").decode() == text


def test_utf_8_wins_over_a_declaration_that_lies():
    assert decode('<?xml version="1.0" encoding="utf-16"?><t>§ 1</t>'.encode()) == (
        '<?xml version="1.0" encoding="utf-16"?><t>§ 1</t>',
        "utf-8",
    )


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_wins_and_goes(name: str):
    assert decode("“§ 1”".encode(name), declared="ascii") == ("“§ 1”", name)


def test_a_byte_order_mark_that_was_encoded_twice_goes():
    assert decode("ï»¿§ 1".encode())[0] == "§ 1"


def test_a_declared_encoding_counts_where_the_bytes_are_no_utf_8():
    assert decode(b"charset=iso-8859-5 \xbf\xe0\xd0\xd2\xde") == ("charset=iso-8859-5 Право", "iso8859-5")
    assert decode(b"\xbf\xe0\xd0\xd2\xde", declared="iso8859-5")[0] == "Право"


@pytest.mark.parametrize("declared", [None, "no-such-encoding", "ascii"])
def test_what_nobody_declares_is_windows_1252_with_its_holes_filled(declared: str | None):
    assert decode(b"\x93Act\x94 \x96 caf\xe9 \x81", declared=declared) == ("“Act” – café \x81", "cp1252")


def test_control_characters_that_mean_quotation_marks_become_them():
    assert repair_double_encoding("\x93Act\x94 of \x91x\x92") == "“Act” of ‘x’"


def test_what_only_looks_like_a_double_encoding_stays():
    assert repair_double_encoding("ð€€€ x") == "ð€€€ x"  # F0 80 80 80 is no UTF-8
    assert repair_double_encoding("â€ x") == "â€ x"


def test_every_latin_1_and_punctuation_character_with_a_name_in_html_survives_a_double_encoding():
    named = [code for code in sorted(codepoint2name) if 0xA0 <= code < 0x180 or 0x370 <= code < 0x400 or code > 0x2000]
    text = "".join(map(chr, named))
    assert len(text) > 220
    assert repair_double_encoding(misread(text)) == text
