"""What is tested, mirrored; each test is one behaviour, and its name is the sentence."""
