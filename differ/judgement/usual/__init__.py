"""What the sentences say that nearly every policy has: rights, choices and promises told in ever other words.

`reading` brings such a sentence to the set of things it says; the other modules hold the forms in which each thing is said.
"""

from differ.judgement.usual.reading import say_the_same, what_is_said

__all__ = ["say_the_same", "what_is_said"]
