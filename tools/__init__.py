"""Programs for those who build and try Preempt; nothing here is installed."""
