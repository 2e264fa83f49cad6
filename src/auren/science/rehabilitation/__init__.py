"""Coming back from pain and injury; a clinician decides, these only count."""
