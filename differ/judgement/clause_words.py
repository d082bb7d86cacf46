"""The words by which the clauses of a sentence are told apart: who acts, what goes before the verb, what limits, what denies."""

import re

PRONOUNS = frozenset("we you they it".split())
NO_NAMES = "this|unless|always|besides|yes|as|its|does|is|his|thus|perhaps|sometimes|was|has|us"
WHO = rf"(?:we|you|they|it|(?:our|the|your)\s(?:[\w'’-]+\s){{0,2}}?[\w'’-]+|(?!(?:{NO_NAMES})\s)(?-i:[A-Z])[\w-]+s)"
AUX = r"(?:may|can|will|must|shall|do|does|is|are|has|have|cannot|don['’]t|doesn['’]t|won['’]t)"
LIMITS = re.compile(
    r"""\b(?:if|when|whenever|where|unless|except|excluding|other\sthan|only|solely|exclusively|until|till|while|provided|subject\sto|as\slong\sas
    |in\scase|once(?!\s(?:a|an|every|per)\b)|consent|permission|approval|agreement|without|before|as\ssoon\sas|to\sthe\sextent|insofar|upon|at\syour\srequest)\b""",
    re.IGNORECASE | re.VERBOSE,
)
NEGATED = re.compile(r"\b(?:not|never|no|cannot|neither|nobody|nothing)\b|n['’]t\b", re.IGNORECASE)
