"""What happens to an item between its spider and the store; one class a file."""
