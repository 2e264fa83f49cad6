"""What a question is about, told offline and always the same: its topics, whom they concern, and what is wanted."""

from auren.specialists.understanding.acts import Act
from auren.specialists.understanding.topics import TOPICS, Topic
from auren.specialists.understanding.understand import Understanding, understand, words_of

__all__ = ["TOPICS", "Act", "Topic", "Understanding", "understand", "words_of"]
