"""What a question is about, told offline and always the same: its topics, whom they concern, and what is wanted."""

from auren.specialists.understanding.topics import TOPICS, Topic
from auren.specialists.understanding.understand import Act, Understanding, understand, words_of

__all__ = ["TOPICS", "Act", "Topic", "Understanding", "understand", "words_of"]
