"""stub"""

from auren.conversation import Reply


def explain(reply: Reply) -> str:
    return ""
