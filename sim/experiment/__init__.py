"""Many runs: replicate and compare. Knows sessions, not files."""
