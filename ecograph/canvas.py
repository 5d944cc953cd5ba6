"""What is missing in an ecosystem and why: levels, perspectives, explanations, as frozen records."""
