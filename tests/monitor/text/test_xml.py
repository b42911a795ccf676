from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.xml import XmlError, xml_text

STRUCK = [
    ("<deleted-phrase>", "</deleted-phrase>"),
    ("<strike>", "</strike>"),
    ("<del>", "</del>"),
    ("<s>", "</s>"),
    ("<stricken>", "</stricken>"),
    ('<amend ea="erase">', "</amend>"),
    ('<x changed="deleted">', "</x>"),
    ('<x reported-display-style="strikethrough">', "</x>"),
    ('<x display="no">', "</x>"),
    ('<x style="text-decoration: line-through">', "</x>"),
    ('<span class="Strike">', "</span>"),
    ('<span class="a stricken">', "</span>"),
    ('<span class="deleted b">', "</span>"),
    ('<c:del xmlns:c="urn:c">', "</c:del>"),
]
INSERTED = [
    ("<added-phrase>", "</added-phrase>"),
    ('<amend ea="amend">', "</amend>"),
    ('<x changed="added" reported-display-style="italic">', "</x>"),
    ('<x display="yes">', "</x>"),
    ('<x style="text-decoration: underline">', "</x>"),
    ('<span class="strikers">', "</span>"),
    ("<u>", "</u>"),
]


def words(body: str) -> list[str]:
    return xml_text(f"<bill>{body}</bill>").split()


@pytest.mark.parametrize("mark", STRUCK, ids=lambda mark: mark[0])
def test_struck_words_go_and_the_words_around_them_stay(mark: tuple[str, str]):
    assert words(f"An {mark[0]}owner <b>or</b> seller{mark[1]} operator shall") == "An operator shall".split()


@pytest.mark.parametrize("mark", INSERTED, ids=lambda mark: mark[0])
def test_inserted_words_stay(mark: tuple[str, str]):
    assert words(f"An {mark[0]}operator{mark[1]} shall") == "An operator shall".split()


@settings(deadline=None)
@given(
    pieces=st.lists(
        st.one_of(
            st.tuples(st.just("gone"), st.sampled_from(STRUCK)),
            st.tuples(st.just("kept"), st.sampled_from([*INSERTED, ("", ""), ("<section>", "</section>")])),
        ),
        max_size=12,
    ),
    depth=st.integers(0, 40),
)
def test_of_any_mixture_no_struck_word_appears_and_every_other_does(pieces, depth: int):
    body = "".join(f"{start} {kind}{number} {end}" for number, (kind, (start, end)) in enumerate(pieces))
    found = words("<subsection>" * depth + body + "</subsection>" * depth)
    assert found == [f"kept{number}" for number, (kind, _) in enumerate(pieces) if kind == "kept"]


@pytest.mark.parametrize("name", "info metadata dublinCore distribution-code toc ln endorsement attestation".split())
def test_bookkeeping_goes(name: str):
    assert words(f"<{name}>kept by the clerk</{name}>law") == ["law"]


def test_blocks_are_lines():
    text = xml_text(
        "<bill><section><header>Duties</header><text>An operator shall report.</text></section><p>End</p></bill>"
    )
    assert text.split("\n") == ["Duties. An operator shall report.", "End", ""]


@pytest.mark.parametrize(
    ("enum", "shown"), [("1.", "SEC. 1. "), ("2a.", "SEC. 2a. "), ("(a)", "(a) "), ("", " "), ("I.", "I. ")]
)
def test_a_section_number_gets_the_word_that_is_printed(enum: str, shown: str):
    assert xml_text(f"<bill><section><enum>{enum}</enum>Title</section></bill>") == f"{shown}Title\n"
    assert "SEC." not in xml_text(f"<bill><paragraph><enum>{enum}</enum>Title</paragraph></bill>")


@pytest.mark.parametrize(
    ("header", "shown"), [("Duties", "Duties. x"), ("Duties.", "Duties. x"), ("Duties:", "Duties: x")]
)
def test_a_header_ends_as_a_sentence(header: str, shown: str):
    assert xml_text(f"<bill><header>{header}</header>x</bill>") == shown


def test_quotes_get_their_marks():
    assert xml_text("<bill>the term <quote>operator</quote> means</bill>") == "the term “operator” means"


def test_namespaces_do_not_matter():
    text = '<n:bill xmlns:n="urn:n"><n:section><n:enum>4.</n:enum>Law</n:section><n:toc>list</n:toc></n:bill>'
    assert xml_text(text) == "SEC. 4. Law\n"


def test_a_declaration_that_lies_about_the_encoding_is_not_believed():
    assert xml_text('  <?xml version="1.0" encoding="UTF-16"?><bill>§ 1 “café”</bill>') == "§ 1 “café”"


def test_comments_and_instructions_go():
    assert xml_text("<bill>An <!-- owner -->operator<?page 3?> shall</bill>") == "An operator shall"


def laughs(use: str) -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE bill [<!ENTITY l0 "laugh">{lines}]><bill>{use}</bill>'


def test_an_entity_that_a_document_defines_is_never_expanded():
    assert (
        xml_text('<!DOCTYPE bill [<!ENTITY l "laugh">]><bill>law &l; goes on</bill>').split() == "law goes on".split()
    )


@pytest.mark.parametrize("use", ["law &l9; goes on", '<p class="&l9;">law</p>'])
@pytest.mark.timeout(60)  # seconds; quadratic work takes far longer
def test_a_billion_laughs_are_refused_in_little_time(use: str):
    with pytest.raises(XmlError, match="amplification"):
        xml_text(laughs(use))


@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "p"'])
def test_no_file_is_ever_fetched(tmp_path: Path, kind: str):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the machine", encoding="utf-8")
    text = f'<!DOCTYPE bill [<!ENTITY f {kind} "{secret.as_uri()}">]><bill>law &f; goes on</bill>'
    assert xml_text(text).split() == ["law", "goes", "on"]


def test_no_external_definition_is_ever_fetched(tmp_path: Path):
    (tmp_path / "x.dtd").write_text('<!ENTITY f "a secret">', encoding="utf-8")
    uri = (tmp_path / "x.dtd").as_uri()
    assert xml_text(f'<!DOCTYPE bill SYSTEM "{uri}"><bill>law &f; goes on</bill>').split() == "law goes on".split()
    text = f'<!DOCTYPE bill [<!ENTITY % p SYSTEM "{uri}"> %p;]><bill>law &f; goes on</bill>'
    assert xml_text(text).split() == "law goes on".split()


@pytest.mark.parametrize(
    "text",
    ["", "no xml", "<bill>", "<bill></bll>", "<a/><b/>", "<bill>&nbsp;</bill>", "<bill>\x00</bill>", "<a>" * 100_000],
)
def test_what_is_not_well_formed_is_an_error_of_one_line(text: str):
    with pytest.raises(XmlError, match="not well-formed") as error:
        xml_text(text)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 200


def test_nesting_within_measure_is_read():
    assert xml_text("<bill>" + "<a>" * 200 + "deep" + "</a>" * 200 + " after</bill>") == "deep after"
