"""The forms in which common deeds, times and grounds are told: to inform, to be free of charge, to live somewhere, by law."""

from differ.judgement.usual.forms import Form, form

_LAW = r"(?:(?:the|any) )?(?:applicable |relevant |local )*(?:data protection |privacy )?laws?(?: and regulations)?"

WORDINGS: tuple[Form, ...] = (
    form(r"(?:please note that|please be aware that|note that|even|we would like you to know that|however|in addition|additionally)", ""),
    form(r"let (?P<whom>you|US|them) know|make (?P<whom2>you|US|them) aware", r"TELL \g<whom> \g<whom2>"),
    form(r"notify|inform|tell|alert|advise|warn", "TELL"),
    form(r"(?:you will be|you are) (?:notified|informed|told|alerted|advised|warned)", "we TELL you"),
    form(
        r"""work hard|do (?:our (?:utmost|best)|everything (?:we|that we) can)|make every effort|take (?:great|every) care
            |strive|go to great lengths""",
        "EFFORT",
    ),
    form(
        r"""free of charge|at no (?:extra )?(?:cost|charge)(?: to you)?|without (?:a )?(?:charge|fee)|for free
            |(?:(?:we )?(?:will not|do not|never) charge (?:you )?(?:a fee )?(?:for|to)|there (?:is|will be) no (?:charge
            |fee) (?:for|to))""",
        "GRATIS",
    ),
    form(
        r"""(?:your )?(?:country|place|state) (?:of residence|(?:in which|where) you (?:live|reside))|(?:the )?(?:country|place
            |state) (?:in which|where) you (?:live|reside)|where you live""",
        "YOURCOUNTRY",
    ),
    form(rf"as required by {_LAW}|as {_LAW} requires?", "ASLAWREQUIRES"),
    form(rf"in accordance with {_LAW}|pursuant to {_LAW}|in line with {_LAW}", "BYLAW"),
    form(r"(?:if you are an? |if you're an? )(?P<of>\w+) resident|if you (?:live|reside) in (?P<in>\w+)", r"RESIDENT \g<of> \g<in>"),
    form(r"to your satisfaction|satisfactorily", "SATISFACTORILY"),
    form(r"(?:make|making|submit|submitting|send|sending|file|filing) (?:(?:a|your|any|such|the) )?(?:privacy )?requests?", "REQUEST"),
    form(r"requests (?:may|can) be (?:made|submitted|sent)", "RIGHT REQUEST"),
    form(r"(?:use|designate|appoint|authori[sz]e|choose) an? (?:authori[sz]ed )?(?:agent|representative)", "AGENT"),
    form(r"on your behalf|for you", "FORYOU"),
    form(r"think|believe|consider|are of the opinion|feel", "THINK"),
    form(
        r"(?:we )?require (?P<who>our \w+(?: \w+)?) to|(?P<who2>our \w+(?: \w+)?) (?:are|is) (?:required|obliged|bound) to",
        r"MADETO \g<who> \g<who2>",
    ),
    form(r"(?:if|when|where|should) we (?:do|make changes|do so)(?= ,|,)", "IFDONE"),
    form(r"(?:under|below|younger than|less than)(?: the age of| age)? (?P<age>\d+)(?: years(?: of age| old)?)?", r"UNDER \g<age>"),
    form(r"by default|(?:are|is) set to(?= accept)", "BYDEFAULT"),
    form(r"remain|stay", "STAY"),
    form(r"(?:as|for so|for as) long as", "ASLONGAS"),
    form(
        r"""(?:the )?withdrawal(?: of (?:your )?consent)?(?: (?:does|will|shall))? not affect the (?:lawfulness
            |legality) of (?:any )?\w+(?: (?:carried out|based on (?:your )?consent))* (?:before|prior to) (?:it|that
            |withdrawal|the withdrawal|your withdrawal)|(?:this|that|which) (?:does|will|shall) not affect the (?:lawfulness
            |legality) of (?:any )?\w+(?: (?:carried out|based on (?:your )?consent))* (?:before|prior to) (?:it|that
            |withdrawal|the withdrawal|your withdrawal)""",
        "STAYSLAWFUL",
    ),
    form(r"RIGHT (?:request|ask for|obtain|receive|get)", "RIGHT"),
    form(r"without (?:undue |any )?delay", "UNDELAYED"),
    form(r"(?:provide|give|supply|send)(?: you)?(?: with)?|(?:providing|giving|sending)(?: you)?(?: with)?", "GIVE"),
    form(r"still|continue to|carry on|go on", "STILL"),
)
"""Words that are put in ever other ways, and weigh the same."""
