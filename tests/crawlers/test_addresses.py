from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.addresses import shown_address


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
