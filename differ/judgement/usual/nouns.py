"""The forms in which is told what rights, choices and promises are about: the person's data, an authority, children, this text."""

from differ.judgement.usual.forms import Form, form

_OWN = r"(?:your|their|his or her|the|my|any|all|all of|this|these|that|those|such|it's|any of)"
_HELD = r"(?:have collected|collected|collect|hold|held|have|keep|kept|store|stored|process|processed|maintain|maintained)"
_ABOUT = r"(?:about|on|relating to|concerning|of|regarding)"
_OUTSIDE = r"(?:an?|the|your|our|any|relevant|competent|local|national|applicable|responsible|appropriate|lead)"

NOUNS: tuple[Form, ...] = (
    form(
        rf"""(?:{_OUTSIDE} )*(?:(?:data protection|data privacy|privacy|supervisory|regulatory|supervising) )+(?:authority
            |authorities|regulators?|agency)"""
        r"(?: (?:in|of|for) (?:your|the) (?:country|place|state|member state)(?: (?:of residence|where you live|in which you live))?)?",
        "AUTHORITY",
    ),
    form(r"(?:(?:a|the|such) )*(?:personal )?(?:data |security |information )*breach(?:es)?(?: that is)?", "BREACH"),
    form(r"(?:the )?(?:right to )?data portability", "PORT DATA"),
    form(
        rf"""(?<!contact )(?<!more )(?<!further )(?<!certain )(?<!some )(?:{_OWN} )*(?:personal |personally identifiable |private )?(?:data
            |information|details)"""
        rf"""(?: (?:that |which )?(?:we|is|are|has been|have been) (?:(?:currently|may) )?{_HELD}(?: {_ABOUT} (?:you|them))?
            | {_ABOUT} (?:you|them))?""",
        "DATA",
    ),
    form(r"(?:this|our|the) (?:privacy )?(?:policy|notice|statement)(?! of)", "POLICY"),
    form(
        r"""(?:an? )?(?:child|children|minors?|persons?|people|individuals?|anyone|users?) (?:who (?:is|are) )?(?:under|below
            |younger than|less than)(?: the age of)? (?P<age>\d+)(?: years(?: of age| old)?)?""",
        r"CHILD \g<age>",
    ),
    form(r"us|our (?:\w+ ){0,3}?(?:team|department|office|staff|officer|service|support|desk)s?", "US"),
    form(
        r"""our (?:collection|use|processing|handling|treatment|storage)(?:(?:,|,? and|,? or) (?:collection|use|processing
            |handling|treatment|storage|sharing|disclosure))* of DATA""",
        "HANDLING",
    ),
    form(
        r"(?:how|the way(?: in which)?) we (?:\w+(?:,|,? and|,? or) )*(?:collect|use|process|handle|hold|keep|store|treat|manage) DATA",
        "HANDLING",
    ),
    form(
        r"""US (?:using|processing|use|handling) DATA|the (?:use|processing|handling) of DATA|the processing(?! of)
            |(?:our |the )?processing(?: of DATA)?|our using DATA|our use of DATA""",
        "HANDLING",
    ),
    form(
        r"""(?:(?:our|any|all|these|those|such|the|direct) )*(?:marketing|promotional|advertising|commercial) (?:e?-?mails
            |e?-?mail messages|messages|communications|e?-?mail communications|mailings|materials?)(?: from US)?""",
        "PROMOTIONS",
    ),
    form(r"(?:the |our |any )*direct marketing(?: purposes)?|marketing purposes", "MARKETING"),
)
"""What is told of, as far as it is the same in any policy."""
