"""The forms in which rights and choices are told: who may ask for what, when, and that they wish to."""

from differ.judgement.usual.forms import Form, form

_WISH = r"(?:want|wish|would like|would prefer|prefer|desire|choose|decide|need)"
_UNHAPPY = (
    r"(?:are (?:unhappy|dissatisfied|not satisfied|not happy|concerned) (?:with|about)|have (?:a complaint|concerns|a concern) about)"
)
_GET = r"(?:receive|obtain|get|have|be given|be sent|be provided with|request|ask for|give you|send you|provide you with)"

BEFORE: tuple[Form, ...] = (
    form(r"(?:your )?(?:consent|permission) (?:may|can) be (?:withdrawn|revoked|taken back)", "RIGHT WITHDRAW"),
    form(
        r"""(?:may|can) (?:also )?be (?P<done>deleted|disabled|changed|deactivated|updated|removed|corrected|adjusted|refused
            |rejected|blocked|switched off|turned off|managed)"""
        r"(?= (?:at any time )?(?:in|via|through|from|using|under|by (?!us\\b|our\\b|the\\b)))".replace("\\\\", "\\"),
        r"RIGHT \g<done>",
    ),
    form(
        r"""please (?=contact|use|call|visit|write|review|send|see|email|e-mail|click|follow)|we (?:encourage|invite|urge
            |advise|recommend) you to""",
        "RIGHT",
    ),
    form(r"(?P<of>\w+) residents (?:may|can|have the right to|are entitled to)", r"RIGHT RESIDENT \g<of>"),
    form(r"you (?:also )?(?:may|can) (?:also |always )?(?:delete|erase|remove)(?: and delete)?", "RIGHT SELF ERASE"),
    form(
        r"""(?:if|should|when|where) you (?:do not|don't|no longer|would rather not|would prefer not to
            |prefer not to)(?: (?:want|wish|like))?(?: (?:US )?to)? """
        r"(?:receive|get|be sent|hear|send you)",
        "WISH OPTOUT",
    ),
    form(r"at any (?:time|point|moment)|any time|when(?:ever)? you (?:like|want|wish|choose|please)(?! (?:to|us|me)\b)", "ANYTIME"),
    form(r"you (?:may|might) (?:also )?have (?:the |a )?(?:rights?|option|ability) (?:to|of)", "RIGHT PERHAPS"),
    form(r"(?:on|upon|at) (?:your )?request,? we (?:will|shall)", "RIGHT"),
    form(r"let US know and we (?:will|shall)", "RIGHT BYCONTACT"),
    form(r"(?:if|where|that|which) (?:(?:DATA|it|they|any of it) )?(?:is|are) (?:inaccurate|incorrect|wrong|erroneous)", "WRONG"),
    form(r"(?:inaccurate|incorrect|wrong|erroneous)(?= DATA)", "WRONG"),
    form(r"(?:stop|cease) (?:receiving|sending(?: you)?)|(?:choose|elect|ask) not to receive", "OPTOUT"),
    form(r"(?:restriction of|restrict|limit) (?:our )?HANDLING", "RESTRICT"),
    form(rf"(?:if|where) you {_UNHAPPY} HANDLING", "UNHAPPY"),
    form(
        r"""(?:if|where) (?:you are (?:not satisfied|dissatisfied|unhappy|not happy) with our (?:answer|reply|response)
            |our (?:answer|reply|response) does not satisfy you)""",
        "UNHAPPYWITHREPLY",
    ),
    form(
        r"""(?:where|if|when|to the extent(?: that)?) (?:we (?:rely on|process DATA (?:based on|on the basis of)|have obtained)
            |(?:our )?HANDLING (?:is based on|relies on)|you have given(?: US)?) (?:your )?(?:consent|permission)""",
        "CONSENTED",
    ),
)
"""What is read before who may do it."""

OFFERED: tuple[Form, ...] = (
    form(
        r"you (?:(?:also|always|further) )?(?:may|can|could|are able to|are entitled to|are free to|are welcome to|"
        r"""have (?:also )?(?:the|an?) (?:right|rights|option|ability|possibility|choice|opportunity) (?:to|of)
            |have rights (?:to|of))(?: (?:also|always|further))?""",
        "RIGHT",
    ),
    form(
        r"""we (?:(?:will|shall|also) )*(?:let|allow|enable|permit) you to|we (?:also )?(?:give|offer
            |provide) you (?:with )?the (?:option|ability|choice|opportunity|possibility) (?:to|of)""",
        "RIGHT",
    ),
    form(r"it is possible (?:for you )?to", "RIGHT"),
    form(
        rf"(?:if|when|whenever|where|should) you(?:'d| ever| also)* (?:{_WISH}|like)(?: (?:to|for US to|US to|that we))?|in order to",
        "WISH",
    ),
    form(r"(?:under|in) certain (?:circumstances|cases|situations)|(?:in|under) some (?:circumstances|cases)", "SOMETIMES"),
    form(
        r"""(?:subject to
            |depending on) (?:the )?(?:applicable |local |relevant )*(?:data protection |privacy )?laws?(?: that appl(?:ies
            |y))?""",
        "LEGALLY",
    ),
    form(
        r"(?:ask|asking|request|requesting|tell|telling|instruct|require) (?:US to|US that we|that we|that|US not to)|(?:have|let|get) US",
        "ASK",
    ),
)
"""Who may do something, and that they wish to."""

KINDS: tuple[Form, ...] = (
    form(
        r"""(?:withdraw|revoke|retract|take back|withdrawing|revoking|withdrawal of)(?: (?:your|any|that|this|the
            |prior))* (?:consent|permission)(?: (?:that )?you have given(?: US)?)?""",
        "WITHDRAW",
    ),
    form(r"(?:withdraw|revoke|retract) (?:it|this|that)", "WITHDRAW IT"),
    form(
        r"""(?:(?:lodge|file|make|submit|bring|raise|register|address|take) (?:an? |your |any )?complaints?|complain)(?: (?:to
            |with|at|before))? AUTHORITY""",
        "COMPLAIN AUTHORITY",
    ),
    form(r"(?:(?:contact|turn to|write to|approach)|take (?:it|the matter|your complaint) to) AUTHORITY", "COMPLAIN AUTHORITY"),
    form(r"(?:lodge|file|make|submit|bring|raise|register|address|take) (?:an? |your |any )?complaints?|complain", "COMPLAIN"),
    form(rf"(?:{_GET} )?(?:an? |the )?cop(?:y|ies) of DATA", "COPY DATA"),
    form(
        r"""(?:(?:request|ask for|have|obtain|get|gain) )?(?:(?:right of|the right of) )?access(?: to)?(?: and see)? DATA
            |(?:see|view|know|be told|find out|ask) (?:what )?DATA|tell you what DATA(?: and(?: to)? let you see (?:it|them))?""",
        "ACCESS DATA",
    ),
    form(
        r"""port DATA|receive DATA in an? (?:(?:structured|commonly used|and|machine-readable|portable),? )*(?:format|form)
            |portability of DATA""",
        "PORT DATA",
    ),
    form(
        r"""(?:request )?(?:the )?(?:deletion|erasure|removal)(?: of)?|(?:have|get)(?= DATA (?:deleted|erased|removed
            |destroyed))|delete|erase|remove|destroy|deleted|erased|removed|destroyed|deleting|erasing|removing""",
        "ERASE",
    ),
    form(
        r"""(?:request )?(?:the )?(?:correction|rectification)(?: of)?|have (?=(?:WRONG )?DATA (?:corrected|rectified|amended
            |put right))|correct|rectify|amend|put(?: it| them)? right|corrected|rectified|amended|correcting|rectifying""",
        "CORRECT",
    ),
    form(r"(?:object|objecting|objection)(?P<when> ANYTIME)? to HANDLING", r"OBJECT\g<when>"),
    form(r"(?:opt(?:ing)?[ -]out|unsubscribe|unsubscribing)(?: (?:of|from))?(?: receiving)?|be (?:removed|taken off)(?: from)?", "OPTOUT"),
    form(r"(?:close|cancel|terminate)(?= (?:your|the) (?:account|profile))", "CLOSE"),
    form(r"review|look at|view", "REVIEW"),
    form(r"update|edit|change|modify|updated|edited|changed|modified|updating|changing", "UPDATE"),
    form(
        r"""refuse|reject|block|decline|disable|turn off|switch off|deactivate|not accept|refused|rejected|blocked|disabled
            |turned off|switched off|deactivated""",
        "REFUSE",
    ),
    form(
        r"""(?:exercise|exercising|make use of|use|assert|invoke) (?:(?:any|one|all)(?: or more)? of )?(?:your|these|those|the
            |such|the above)"""
        r"(?: (?:above|privacy|data protection|above-mentioned))? rights?",
        "EXERCISE",
    ),
)
"""What they may do."""
