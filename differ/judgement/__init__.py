"""Which way a change moves, seen from the data subject: named rules on what each sentence says.

`judge` is the door. Texts are read into clauses, and clauses paired, before they come here.
"""

from differ.judgement.bench import judge

__all__ = ["judge"]
