"""The forms in which it is told how a right is used: by writing, in settings, by a link."""

from differ.judgement.usual.forms import Form, form

_BY = r"(?:(?:by|please|simply|just|just by) )*"
_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"(?:https?://|www\.)[^\s,;]+"
_SETTINGS = (
    r"(?:(?:the|your|account|privacy|app|profile|user|device|phone's) )*(?:settings|preferences|dashboard)(?: (?:page|menu|section|tab))?"
)

WAYS: tuple[Form, ...] = (
    form(
        rf"""{_BY}(?:send|sending|write|writing|email|e-mail|emailing|contact|contacting|reach
            |reaching)(?:(?: to)? US)?(?: (?:an?|your) (?:email|e-mail|request|message))?(?: (?:to|at|on|by|via|using|email|our
            |the|address))* {_ADDRESS}""",
        "BYEMAIL",
    ),
    form(
        rf"{_BY}(?:email|e-mail|emailing|e-mailing) US|{_BY}send(?:ing)? (?:US )?an (?:email|e-mail)(?: to US)?|by e-?mail|{_ADDRESS}",
        "BYEMAIL",
    ),
    form(
        rf"{_BY}(?:contact(?:ing)?|writ(?:e|ing) to|reach(?:ing)? out to|get(?:ting)? in touch with|notify(?:ing)?|inform(?:ing)?) US"
        r"""(?: (?:at|using|via|through|with|by) (?:the|our) (?:contact )?(?:details|information|addresses|address
            |means)(?: (?:below|above|given below|provided below|set out below))?)?"""
        r"|(?:please )?let(?:ting)? US know",
        "BYCONTACT",
    ),
    form(
        rf"""{_BY}(?:(?:click|clicking|use|using|follow|following|press|pressing|via|through|select|selecting|on) )+(?:(?:the
            |an?|any|our) )*[\"']?(?:unsubscribe|opt-out)[\"']?(?: (?:link|links|button|instructions|option|mechanism|provided
            |included|contained|found))*""",
        "BYLINK",
    ),
    form(
        rf"{_BY}(?:follow|following) (?:the |any )?(?:instructions|directions|steps|link|links)(?: (?:provided|included|contained|given))?",
        "BYLINK",
    ),
    form(
        r"""(?:at|in|on) the (?:bottom|foot|end|footer) of(?: (?:each|every|any|all|those|these|our|the|of
            |such))*(?: (?:PROMOTIONS|e?-?mails?|messages?|newsletters?|communications?))?""",
        "",
    ),
    form(
        r"""(?:in|within)(?: (?:each|every|any|all|those|these|our|the|of|such))* (?:PROMOTIONS|e?-?mails|messages
            |communications|e?-?mail|message|communication)""",
        "",
    ),
    form(
        rf"""{_BY}(?:(?:in|under|via|through|from|visit|visiting|using|use|go to|going to|change|changing|adjust|adjusting
            |updating|update) )+(?:the )?{_SETTINGS}(?: (?:of|in|on) (?:your|the) (?:account|profile|app|phone
            |device))?(?: > \w+)*""",
        "BYSETTINGS",
    ),
    form(
        rf"""{_BY}(?:log|logging|sign|signing) ?in(?:to| to) (?:your|the) (?:account|profile)(?: (?:to|and))?|(?:in|through|via
            |from) your (?:account|profile)|{_BY}(?:log|logging|sign|signing) in(?= to \w|$|,|;)""",
        "BYSETTINGS",
    ),
    form(rf"{_BY}(?:call|calling|telephone|telephoning|phone|phoning) (?:US|the front desk)|by (?:phone|telephone)", "BYPHONE"),
    form(rf"{_BY}(?:clicking|click|visiting|visit|via|at|on) (?:here|this link|the link|this page|{_LINK})(?: (?:below|above))?", "BYLINK"),
    form(
        rf"""(?:most|many) (?:web )?browsers (?:also )?(?:allow|let|enable|permit) you to|(?:{_BY}|RIGHT )(?:set|setting
            |configure|configuring|change|changing|adjust|adjusting|modify|modifying|use|using|through|in|via|within)"""
        r""" (?:(?:your|the|their) )?(?:web )?browser(?:'s)?(?: settings?| preferences| options)?(?: (?:to|so as to
            |so that it))?|through their settings""",
        "BYBROWSER",
    ),
)
"""How a right or choice is used."""
