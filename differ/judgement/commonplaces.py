"""Sentences that any policy may hold and that neither allow nor promise anything: what the organisation values, what a cookie is,
what readers are to do with their own passwords, how the text is construed.

Each is matched whole, so that a sentence which goes on to say more is none. Which force it has then is told by `forces`.
"""

import re
from functools import lru_cache

_NO_MORE = (
    r"(?!\b(?:we|us|our|will|shall|may|can|not|never|no|only|unless|except|if|until|after|within|without|consent\w*|shar\w+|s[eo]l[ld]\w*|disclos\w+"
    r"|third|partners?|advertis\w+|delet\w+|eras\w+|encrypt\w+|anonym\w+|retain\w*|expire\w*|opt|choos\w+|refus\w+|reject\w*|declin\w+|\d+)\b)"
)  # words with which a sentence would say more
_REST = rf"(?:{_NO_MORE}(?!\bwhich\b)[^.;:,])*"
_OF_NOBODY = (
    rf"(?:{_NO_MORE}(?!\b(?:which|visits?|visitors?|people|track\w*|follow\w*|profil\w*|monitor\w*|target\w*|identif(?:y|ies|ying)|recogni\w+)\b)"
    r"[^.;:,])*"
)  # what a thing does, but to nobody
_FEW = rf"(?:\s{_NO_MORE}(?!(?:which|so|why|by|because|when|while|before|and)\b)[\w'’-]+){{0,8}}"

_NAME = r"(?-i:[A-Z])[\w&.-]*(?:\s(?-i:[A-Z])[\w&.-]*){0,3}"
_CALLED = r"(?:,?\s(?:Inc|Ltd|LLC|GmbH|plc|Limited|AB|AS)\.?)?(?:\s\([^()]*\))?"
_WE = rf"(?:at\s{_NAME}{_CALLED},\s)?(?:we(?:\sat\s{_NAME}{_CALLED})?|{_NAME}{_CALLED})"
_OF_WHOM = r"(?:your|their|our\s\w+['’]s?|our|the|people['’]s)"
_VALUE = r"(?:privacy|trust|confidence|transparency|openness|honesty|fairness|data\s(?:protection|privacy)|safety)"
_PRIVACY = rf"(?:{_OF_WHOM}\s)?(?:\w+\s)?{_VALUE}"
_DEAR = (
    r"(?:(?:very|highly|so|really|truly)\s)?(?:important|paramount|essential)"
    r"|(?:(?:a|our|one\sof\sour|of\sthe|of|the)\s)?(?:\w+\s){0,2}(?:priority|concern|importance|values?|principles?|assets?|heart|core)"
)
_HANDLED = (
    r"how\s(?:your|their)\s(?:personal\s)?(?:data|information)\s(?:is|are)\s(?:used|handled|treated|looked\safter)"
    r"(?:\sand\s(?:shared|used|treated))?"
)
_GUARDING = (
    r"(?:(?:protecting|respecting|safeguarding)\s|the\s(?:protection|privacy|security|confidentiality|safety)\sof\s)"
    r"(?:your|our\s\w+['’]s?|our|their)(?:\s\w+){1,3}?"
)
_VALUES = re.compile(
    rf"""{_WE}\s(?:\w+ly\s)?(?:values?|respects?|appreciates?|honou?rs?|cares?\sabout)\s{_PRIVACY}
           (?:\s(?:that\s)?you\s(?:place|put|have)\sin\sus)?(?:\sand\s(?:your\s)?(?:{_VALUE}|rights|wishes))?
      |{_WE}\s(?:understands?|knows?|recogni[sz]es?|believes?|appreciates?|reali[sz]es?)\s(?:(?:that|how|in|important|the\simportance\sof)\s){{0,3}}
           (?:(?:much\s)?you\s(?:care\sabout|worry\sabout|value)|{_PRIVACY})(?:\s{_HANDLED})?{_FEW}(?:\sright)?(?:,?\sand\s(?:we\s)?(?:values?|appreciates?|respects?)\s{_PRIVACY})?
      |{_WE}\s(?:understands?|knows?|recogni[sz]es?)\sthat\s{_HANDLED}\s(?:matters|is\simportant)(?:\sto\syou)?(?:,?\sand\s(?:we\s)?(?:values?|appreciates?|respects?)\s{_PRIVACY})?
      |{_WE}\stakes?\s(?:{_PRIVACY}|{_GUARDING})\s(?:very\s|extremely\s)?seriously
      |(?:{_PRIVACY}|{_GUARDING})\s(?:(?:is|are|remains?)\s(?:{_DEAR})|matters)
           {_FEW}(?:\s(?:to|for|of)\s(?:us|our\s\w+))?
      |{_WE}\s(?:is|are)\s(?:\w+ly\s)?(?:committed|dedicated)\sto\s
           (?:(?:being\s)?(?:\w+ly\s)?(?:open|transparent|honest|fair|transparency|openness|honesty|fairness){_FEW}(?:\swhat\swe\sdo)?
             |(?:protect|respect|safeguard|honou?r)ing\s(?:your|their|our\s\w+['’]s?)\s(?:\w+\s)?privacy)
      |{_WE}\s(?:strives?|aims?|tr(?:y|ies))\sto\s
           (?:be\s(?:\w+ly\s|as\s)?(?:open|transparent|clear|fair|honest)
             |(?:give|offer|provide)\s(?:(?:you|our\s\w+)\s)?(?:with\s)?(?:the\s|an?\s)?(?:best|great|excellent)(?:\spossible)?\s\w+)""",
    re.IGNORECASE | re.VERBOSE,
)

_THING = (
    r"(?:(?:http|browser|flash|session|persistent|web|pixel|tracking)\s)?(?:cookies?|beacons?|pixels?|tags?|gifs?|local\sstorage"
    r"|(?:IP|internet\sprotocol)\saddress(?:es)?|device\sidentifiers?|browsers?|servers?|log\sfiles?|(?:data\s)?(?:processors?|controllers?)|GDPR)"
)
_OF_A_KIND = (
    r"(?:(?:an?|the|any)\s)?(?:(?!(?:that|which|who|by|and)\b)[\w-]+,?\s){0,3}?(?:files?|images?|graphics?|numbers?|labels?|firms?|bod(?:y|ies)|part(?:y|ies)|technolog(?:y|ies)|strings?"
    r"|identifiers?|codes?|pieces?|text|programs?|software|compan(?:y|ies)|organi[sz]ations?|person|law|regulation)\b"
)
_TECHNOLOGY = re.compile(
    rf"""(?:(?:an?|the)\s)?["“]?{_THING}["”]?(?:\s\((?:{_NO_MORE}[^()])*\))?\s(?:is|are)\s{_OF_A_KIND}{_OF_NOBODY}
      |{_THING}\s(?:is|are)\s(?:widely|commonly|often|frequently|generally)\sused\s{_OF_NOBODY}
      |(?:most|many)\s(?:\w+\s)?browsers\s(?:\w+\s){{0,3}}?accept\s(?:\w+\s)?cookies{_OF_NOBODY}""",
    re.IGNORECASE | re.VERBOSE,
)

_READER = r"(?:you|users?|members?|customers?|visitors?|guests?|subscribers?)"
_KEPT = r"(?:passwords?|PINs?|credentials|log-?in(?:\s(?:details|data))?|(?:access|security)\scodes?|accounts?|usernames?)"
_SERVICE = r"(?:the|our|this|these)\s(?:\w+\s)?(?:services?|sites?|websites?|apps?|platform|systems?)"
_OWN_DUTY = re.compile(
    rf"""{_READER}\s(?:(?:is|are)\s(?:\w+ly\s)?responsible\sfor|must|should|(?:have|need|agree)\sto)\s(?:(?:always|also|the)\s)?
           (?:(?:keep|maintain|protect|safeguard|guard)(?:ing)?|secur(?:e|ing))?\s?(?:(?:the\s)?(?:security|confidentiality|secrecy)\sof\s)?
           (?:your|their|the)\s(?:own\s)?(?:\w+\s(?:and|or)\s)?{_KEPT}{_REST}
      |{_READER}\s(?:is|are)\s(?:\w+ly\s)?responsible\sfor\s(?:what|(?:all|any|the)\s(?:content|activity|activities|accuracy)){_REST}
      |{_READER}\s(?:(?:must|shall|may|agree)\s(?:not\sto|not|only)\s|(?:may|can)\sonly\s)(?:use|misuse|attack|copy|disrupt)\s{_SERVICE}{_REST}
      |(?:please\s)?(?:do\snot|don['’]t|never)\s(?:share|give|tell|reveal|disclose|lend|show|send)\s(?:out\s)?your\s(?:\w+\s)?{_KEPT}{_REST}""",
    re.IGNORECASE | re.VERBOSE,
)

_OTHERS_TEXTS = rf"""(?:(?:if|when|whenever|before|after|where)\s[^.;:,]{{3,90}},\s)?
      (?:(?:we|{_NAME})\s(?:strongly\s)?(?:urges?|encourages?|advises?|recommends?|invites?|asks?|suggests?)\s(?:that\s)?(?:you|{_READER})\s(?:to\s)?
         |{_READER}\s(?:should|are\s(?:encouraged|advised|invited)\sto)\s|please\s)
      (?:(?:always|also|carefully|first)\s)?(?:read|review|check|consult|look\sat)\s{_REST}
      (?:polic(?:y|ies)|terms|notices?|statements?|practices|rules){_REST}"""
_READ_THEM = re.compile(_OTHERS_TEXTS, re.IGNORECASE | re.VERBOSE)

_THE_REST = (
    r"[^.;:,]{0,30},\s(?:the\s(?:rest|remainder|remaining|other)|(?:this|that|it)\s(?:does|shall|will)\snot\saffect)\b"
    r"(?:(?!\b(?:we|us|our|you|your|data|information|shar\w+|s[eo]l[ld]\w*|disclos\w+)\b)[^.;:])*"
)
_CONSTRUED = re.compile(
    rf"""if\s(?:any|a)\s(?:part|provision|clause|section|term)\sof\s(?:this|these|the)\s[^.;:]{{3,60}}?\b(?:invalid|unenforceable|void)\b{_THE_REST}
      |(?:capitali[sz]ed\s)?(?:terms|words|expressions)\s(?:(?:not\sdefined|defined|used|in\sthe\ssingular)\b[^.;:]{{0,60}}?\s)?
           (?:have\sthe\s(?:same\s)?meanings?|include\sthe\splural){_REST}
      |(?:the\s)?headings\b[^.;:]{{0,40}}\b(?:convenience|reference|orientation)\b{_REST}""",
    re.IGNORECASE | re.VERBOSE,
)

_LAWFULLY = re.compile(
    rf"""{_WE}\s(?:(?:collect|use|hold),?\s(?:and\s)?)*(?:process(?:es)?|handles?|uses?|treats?)\s(?:(?:your|all|any|the)\s)*(?:personal\s)?(?:data|information)\s
         (?:in\sa\s)?(?:(?:lawful|fair|transparent|responsible|careful)(?:ly)?(?:,\s(?:and\s)?|\sand\s)?)+(?:\s(?:manner|way))?""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = " .!\n"


@lru_cache(maxsize=64)  # asked for each statement of a sentence
def is_commonplace(sentence: str) -> bool:
    """Whether a sentence only says what is held dear, what a cookie or a processor is, what readers are to do with their own passwords,
    how the words are to be read, or that the law is kept.

    >>> is_commonplace("We value the trust you place in us."), is_commonplace("We value your trust and will not sell your data.")
    (True, False)
    >>> is_commonplace("A cookie is a small text file."), is_commonplace("A cookie is a file by which we follow you.")
    (True, False)
    >>> is_commonplace("You are responsible for keeping your password secret."), is_commonplace("You must give us your password.")
    (True, False)
    >>> is_commonplace("If a part of this policy is invalid, the rest stands."), is_commonplace("If it is invalid, we sell it.")
    (True, False)
    >>> is_commonplace("We handle your data lawfully and fairly."), is_commonplace("We handle your data for our partners.")
    (True, False)
    """
    said = sentence.strip(_ENDS)
    return any(pattern.fullmatch(said) for pattern in (_VALUES, _TECHNOLOGY, _OWN_DUTY, _READ_THEM, _CONSTRUED, _LAWFULLY))
