"""The newest first, whatever it is: the feed of those who are followed, as Mastodon's home or Bluesky's Following."""

from sim.ranking import Candidate


def policy(post: Candidate) -> float:
    """Minus the age in hours."""
    return -post.age
