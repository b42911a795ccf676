"""A legislature of samples: fictional bills, answered over loopback as the real sources would answer."""
