"""What is known, what is judged, what can be asked."""
