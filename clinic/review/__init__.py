"""Medical review: who agrees on which text, and that nothing goes live without."""
