"""What happens to every request and answer: robots, waits, walls, broken hosts, pages that did not change."""
