"""The forms in which promises are told: answers, safeguards, notice of changes and breaches, no sale, children's data."""

from differ.judgement.usual.forms import Form, form

_NEVER = r"(?:do not|don't|does not|never|will not|won't|will never|shall not|shall never)"
_SOLD = r"(?:sell|rent|trade|lease|sold|rented|traded|leased)"
_SALE = rf"(?P<acts>{_SOLD}(?:(?:,|,? (?:or|and|nor)) {_SOLD})*)"
_LEARN = r"(?:learn|discover|become aware|find out|realise|realize|are made aware|are notified|are informed|are told)"

PROMISES: tuple[Form, ...] = (
    form(r"(?:before|prior to) (?:using|we use) (?P<what>your \w+)", r"BEFOREUSE \g<what>"),
    form(
        rf"(?:we (?:will never|shall never|never)|DATA (?:is never|are never|will never be)) {_SALE}(?:,? ever)?",
        r"PROMISED NEVER \g<acts>",
    ),
    form(rf"(?:we (?:will not|won't|shall not)|DATA (?:will not be|won't be)) {_SALE}(?:,? ever)?", r"PROMISED WILLNOT \g<acts>"),
    form(rf"(?:we (?:do not|don't|does not)|DATA (?:is not|are not)) {_SALE}", r"PROMISED NOT \g<acts>"),
    form(r"DATA (?:is|are) not for sale", "PROMISED NOT sell DATA"),
    form(
        r"""(?:we (?:(?:will|shall|always) )*(?:respond to|answer|reply to) (?:(?:your|all|any|such|every|each|these|the
            |of) )*requests?)|requests are (?:answered|responded to|replied to)|you will (?:hear (?:back )?from US
            |receive (?:a reply|an answer|a response))""",
        "PROMISED ANSWER",
    ),
    form(
        r"""of (?:receiving|receipt of|having received|making|submitting|the receipt of) (?:it|them|your requests?
            |the requests?)|(?:from|after) (?:the )?receipt(?: of (?:it|your request))?""",
        "",
    ),
    form(r"within (?:a|one) (?P<one>day|week|month|year)", r"WITHIN 1 \g<one>"),
    form(r"within (?P<time>\w+ (?:(?:calendar|business|working) )?(?:day|week|month|hour)s?)", r"WITHIN \g<time>"),
    form(r"(?:to|in order to) protect your (?:privacy|data)(?: and (?:security|privacy))?,?", ""),
    form(
        r"""before (?:responding to|we respond to|answering|acting on|we act on|fulfilling|processing|complying with
            |we answer) (?:your|a|such|any|the|these) requests?""",
        "FIRST",
    ),
    form(
        r"""we (?:may|might|may need to|may have to) (?:(?:ask|require|request)(?: you)?(?: (?:to (?:verify|confirm|prove)
            |for (?:proof|evidence) of|to provide (?:proof|evidence) of))"""
        r"|(?:take (?P<how>\w+ )?steps to )?(?:verify|confirm|check)) (?:your identity|who you are)",
        r"PROMISED MAYVERIFY \g<how>",
    ),
    form(
        rf"""(?:if|when|where|should) (?:we {_LEARN} that|it comes to our attention that) (?:we have (?:collected|received
            |obtained)|we hold|we have) DATA (?:from|about|of) CHILD""",
        "IFLEARN CHILD",
    ),
    form(
        rf"""(?:if|when|where|should) (?:we {_LEARN} that|it comes to our attention that) CHILD (?P<age>\d+) has (?:given
            |provided|sent)(?: US)?(?: with)? DATA(?: to US)?""",
        r"IFLEARN CHILD \g<age>",
    ),
    form(r"we (?:will|shall) (?:delete|erase|remove|destroy) (?:it|them|DATA)", "PROMISED WILLERASE"),
    form(
        r"""(?:(?:is|are) )?(?:not|n't) (?:directed|intended|aimed|designed|meant|targeted)(?: (?:to|at|for|towards))?
            |for whom (?P<what>(?:our|the|this) \w+) (?:is|are) not (?:intended|meant)""",
        r"NOTFOR \g<what>",
    ),
    form(rf"we {_NEVER} knowingly (?:collect|gather|solicit|request|obtain) (?:their )?DATA", "PROMISED NOTKNOWINGLY"),
    form(
        r"""we (?:use|have (?:implemented|put in place|adopted|taken|established|installed)|employ|maintain|apply|take
            |implement|adopt|put in place)""",
        "TAKEN",
    ),
    form(
        r"""(?:are|have been) (?:in place|taken|used|put in place|implemented|applied)|(?:is|are) protected by
            |we protect(?= DATA (?:by|with|using|through))""",
        "TAKEN PROTECT",
    ),
    form(r"(?:to|designed to)? ?(?:protect|guard|safeguard|secure)s?(?= DATA)", "PROTECT"),
    form(r"measures|safeguards|precautions|steps|controls|procedures", "MEASURES"),
    form(
        r"""(?:however,? )?no (?:method of )?(?:data )?transmission(?: of DATA)?(?: over (?:the )?internet)? (?:is
            |can be)(?: guaranteed to be)? (?:completely|100 ?%|fully|totally|entirely|perfectly) secure""",
        "NOTSECURE",
    ),
    form(
        r"""(?:(?:so|and|therefore|thus) )*we (?:cannot|can't|can not
            |are unable to) guarantee (?:the |its |their )?(?:absolute |complete |total )?security(?: of DATA)?""",
        "PROMISED NOGUARANTEE",
    ),
    form(r"in the event of BREACH|in case of BREACH|if there (?:is|has been) BREACH", "any BREACH"),
    form(
        r"""in the event of|in case of|if there (?:is|has been)|if we (?:suffer|become aware of|experience|discover|learn of)
            |should there be""",
        "EVENT",
    ),
    form(r"we (?:will|shall) (?:notify|inform|tell|alert|let) you(?: know)?(?: (?:of|about))?", "PROMISED TELLYOU"),
    form(r"as required by (?:applicable )?law|as the law requires|as (?:applicable )?law requires", "ASLAW"),
    form(r"(?:that )?affect(?:s|ing) you", "AFFECTYOU"),
    form(r"(?:if|when|whenever|where|should) we (?:make|do) (?:any )?(?P<size>\w+ )?changes? to POLICY", r"CHANGES \g<size>"),
    form(r"(?:if|when|whenever|should) we (?:change|update|revise|amend|modify) POLICY", "CHANGES"),
    form(r"(?:any |all )?(?P<size>(?!of|any|all|the|no|about)\w+ )?changes? to POLICY", r"CHANGES \g<size>"),
    form(
        r"POLICY may (?:change|be (?:changed|updated|revised|amended|modified))|we may (?:change|update|revise|amend|modify) POLICY",
        "MAYCHANGE",
    ),
    form(r"from time to time|at times|periodically|occasionally", "TIMETOTIME"),
    form(
        r"""(?:(?:any|all|the|such|these) )*changes (?:will|shall) be (?:posted|published)|we (?:will|shall) (?:post
            |publish) (?:(?:any|all|the|such|these|those) )*changes"""
        r"""|(?:any|the) (?:revised|updated|new) version(?: of POLICY)? will be (?:posted|published)|we (?:will|shall) (?:post
            |publish) (?:any|the|a) (?:revised|updated|new) version""",
        "PROMISED POSTED",
    ),
    form(r"(?:by|by means of) (?:posting|publishing|placing)? ?an? notice", "BYNOTICE"),
    form(r"on (?:this|our|the) (?:page|website|web site|site)|here", "HERE"),
    form(
        r"""(?:and )?(?:we )?(?:will )?(?:update|change|revise) the (?:effective )?date at the (?:top|bottom|beginning
            |end)(?: of (?:it|POLICY|this page))?|with a new date at the (?:top|bottom|beginning|end)""",
        "NEWDATE",
    ),
    form(
        r"""(?:we (?:will|shall)(?: not| never)|you (?:will|shall)(?: not| never) be
            |you have the right not to be) (?:discriminate|discriminated against|treat you (?:differently|worse)
            |treated (?:differently|worse)|penali[sz]ed?(?: you)?|disadvantaged?(?: you)?)"""
        r"""(?: against you)?(?: (?:for|because|if|when)(?: you)?)? (?:exercis(?:ed|e|ing)|us(?:ed|e
            |ing)) (?:any of )?your (?:privacy |data protection )?rights""",
        "PROMISED NODISCRIMINATION",
    ),
    form(r"we (?:will|shall) (?:ask(?: you)? for|obtain|get|seek|request) your (?:prior )?(?:consent|permission)", "PROMISED ASKCONSENT"),
    form(
        r"""we (?:promise|undertake|pledge) to keep(?=.* confidential)|(?:is|are|will be) (?:kept|held
            |treated as)(?= confidential)|we (?:will |shall )?keep(?=.* confidential)""",
        "PROMISED KEEP",
    ),
    form(r"an authori[sz]ed agent (?:may|can)", "you may use an authorised agent to"),
    form(r"on your behalf|for you", "FORYOU"),
)
"""What is promised."""
