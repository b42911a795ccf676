from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.addresses import is_loopback, shown_address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://api.example/?key=SECRET&op=getBill&id=1", "https://api.example/?key=***&op=getBill&id=1"),
        ("https://api.example/bills?q=a&apikey=SECRET", "https://api.example/bills?q=a&apikey=***"),
        ("https://api.example/?API_KEY=SECRET#top", "https://api.example/?API_KEY=***#top"),
        ("https://api.example/?op=a&access_key=SECRET", "https://api.example/?op=a&access_key=***"),
        ("https://user:SECRET@api.example/x", "https://***@api.example/x"),
        ("https://api.example/x?keyword=privacy", "https://api.example/x?keyword=privacy"),
        ("https://api.example/a@b", "https://api.example/a@b"),
        ("https://api.example/\x00\u202e\nx", "https://api.example/ x"),
    ],
)
def test_no_secret_is_shown(url: str, shown: str):
    assert shown_address(url) == shown


@given(st.text(max_size=900), st.sampled_from(["key", "api_key", "token", "ACCESS_KEY"]))
def test_whatever_stands_before_it(before: str, name: str):
    assert "S3CRET" not in shown_address(f"https://api.example/{before}?{name}=S3CRET&op=x")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8750/legiscan/", "https://[::1]/", "http://localhost", "http://127.9.9.9"]
)
def test_an_address_of_this_machine(url: str):
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.legiscan.com/",
        "http://127.0.0.1.example.org/",
        "http://10.0.0.1/",
        "/data/127.0.0.1",
        "",
        "http://[::1",
    ],
)
def test_another_machine_or_no_address(url: str):
    assert not is_loopback(url)
