"""What would a language model say of a provision in doubt? Optional, off by default; it proposes and never decides."""
