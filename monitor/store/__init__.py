"""Tables, engines, repositories, raw bytes and migrations."""
