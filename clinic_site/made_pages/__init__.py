"""Pages made when they are published, and given to readers as long as they hold."""
