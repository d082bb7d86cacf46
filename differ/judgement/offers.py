"""Sentences about the organisation's trade: what it is and offers, where it lies, when it is open, what it costs; and pleasantries.

Each is matched whole, and holds no word of data, of people's choices or of those who get data. Which force it has then is told by `forces`.
"""

import re
from functools import lru_cache

_OF_DATA = (
    r"data\w*|information|details?|record\w*|lists?|footage|pictur\w+|photo\w*|images?|prints?|cop(?:y|ies|ied)|film\w*|cameras?|microphones?|sens\w+|scan\w*"
    r"|track\w*|monitor\w*|feeds?|stream\w*|tapes?|transcript\w*|dossiers?|archiv\w+|regist(?:er|ers|ry|ries)|ledgers?|logs?|logg\w+|files?|reports?|profil\w+"
    r"|histor\w+|locations?|names?|address\w*|e-?mails?|messages?|chats?|audio|voices?|statistics?|surveys?|answers?|identit\w+|biometric\w*|faces?|fingerprints?"
    r"|health|medical|genetic\w*|dna|blood|samples?|guest\s?books?|boards?|screens?|access|notices?|notif\w+"
    r"|repl(?:y|ies)|respon\w+|requests?|withdraw\w*|vaults?|servers?|backups?|clouds?|hosting|storage|comput\w+|systems?|galler(?:y|ies)|director(?:y|ies)"
    r"|albums?|exhibitions?|complaints?|objections?|unsubscrib\w+|adverts?|ads|marketing"
)
_OF_PEOPLE = (
    r"your?|yours|persons?|individuals?|every(?:one|body)|any(?:one|body)|patients?|employees?|tenants?|applicants?|partners?|third|advertis\w+|sponsors?|brokers?"
    r"|insurers?|police|authorit(?:y|ies)|governments?|lenders?|landlords?|employers?|researchers?"
)
_DONE = (
    r"shar\w+|s[eo]l[ld]\w*|disclos\w+|pass\w*|transfer\w*|send\w*|sent|collect\w*|us(?:es|ed|ing)|process\w*|keep\w*|kept|stor(?:ed|es|ing)|watch\w*|listen\w*|hear\w*"
    r"|see[ns]?|views?|viewed|look\w*|know\w*|learn\w*|identif\w+|recogni[sz]\w+|analy[sz]\w+|visible|show\w*|publish\w*|display\w*|consent\w*|permission|delet\w+"
    r"|eras\w+|destroy\w*|remov\w+|encrypt\w+|secur\w+|protect\w*|confiden\w+|private|privacy|anonym\w+|rights?|cookies?|personal\w*|opt"
)
_TURNS = (
    r"not|never|no|unless|except|until|without|which|who|whom|whose|where|when|while|if|that|it|them|they|we|us|will|shall|must|should"
    r"|because|so"
)
_WORD = rf"(?!(?:{_OF_DATA}|{_OF_PEOPLE}|{_DONE}|{_TURNS})\b)[\w'’&.+€$£%-]*[\w'’&+€$£%]"
_NOUN = rf"(?:(?:our|the|this|these|an?|some|most|all|many|each|every)\s)?(?:{_WORD}\s){{0,4}}?{_WORD}"
_REST = rf"(?:,?\s{_WORD}){{0,16}}"
_ALSO = r"(?:\s(?:also|now|currently|usually|normally|always|only|conveniently|centrally))?"
_OFFERED = (
    r"(?:features?|functions?|services?|apps?|applications?|versions?|plans?|packages?|subscriptions?|memberships?|products?|courses?|class(?:es)?|lessons?|tours?"
    r"|tickets?|rooms?|menus?|games?|maps?|deliver(?:y|ies)|parking|wi-?fi|translations?|calls?|repairs?|rentals?|vouchers?|gift\scards?|newsletters?|magazines?|support)"
)

_PREDICATES = (
    rf"(?:is|are){_ALSO}\s(?:located|situated|based|headquartered|housed)\s(?:in|at|on|near|above|by|within){_REST}",
    rf"(?<=establishment\s)is\s(?:in|at){_REST}|(?<=office\s)is\s(?:in|at){_REST}|(?<=headquarters\s)(?:is|are)\s(?:in|at){_REST}",
    rf"lies?\s(?:in|at|on|near|above|by|within|between){_REST}",
    rf"(?:is|are){_ALSO}\s(?:open|closed|staffed|busy)(?:\s(?:on|from|at|between|every|daily|all|during|over|weekdays|to\s(?:adults|children|visitors|members|the\spublic|all)){_REST}|\s{_WORD}day{_REST})",
    rf"(?:costs?|(?:is|are)\spriced\sat|starts?\s(?:at|from)){_REST}",
    rf"(?:usually\s|normally\s|mostly\s)?takes?\s(?:about\s|up\sto\s|between\s|around\s)?{_WORD}{_REST}\s(?:minutes|hours|days|weeks)(?:{_REST})",
    rf"(?:was|were)\s(?:founded|established|set\sup|built|opened|started|launched|born)\s(?:in|by|on){_REST}",
    rf"(?:has|have)\sbeen\s(?:run|owned|family-owned|family-run|in\sbusiness|open|making|baking|brewing|building|growing|teaching|repairing){_REST}",
    rf"(?:come|appear)s?\s(?:out\s)?(?:once|twice|every|monthly|weekly|quarterly|(?:\w+\stimes)){_REST}",
    rf"(?:employs?|teach(?:es)?|serves?|has|have|owns?|runs?)\s(?:about\s|over\s|some\s|around\s|more\sthan\s)?(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty){_REST}",
    rf"(?:comes?\swith|consists?\sof|comprises?){_REST}",
)
_IS_TRADE = re.compile(
    rf"""{_NOUN}(?:,\s(?:founded|established|built|opened)\s(?:in|by)(?:\s{_WORD}){{1,6}},)?\s(?:now\s)?(?:{"|".join(_PREDICATES)})(?:\sand\s(?:{"|".join(_PREDICATES)}))?
      |(?:{_WORD}\s){{0,4}}?{_OFFERED}\s(?:is|are){_ALSO}\s(?:available|offered|on\ssale|free(?:\sof\scharge)?|included)(?:{_REST})
      |(?:{_WORD}\s){{0,4}}?(?:plans?|packages?|subscriptions?|memberships?|tickets?|prices?|fees?|tours?|courses?)\s(?:includes?|covers?|comes?\swith)\s(?:up\sto\s)?{_WORD}{_REST}
      |{_NOUN}\s(?:can|may){_ALSO}\sbe\s(?:bought|booked|ordered|purchased|downloaded|installed|reserved|hired|rented|borrowed|paid)(?:{_REST})
      |(?:we|(?-i:[A-Z])[\w&.-]*(?:\s(?-i:[A-Z])[\w&.-]*){{0,3}})(?:\shave|['’]ve)?(?:\sbeen)?\s(?:offer|teach|bake|brew|grow|repair|make|making|baking|brewing|making|teaching|repairing|made|baked|brewed)
          (?:s|es)?(?:\s(?!to\b|with\b){_WORD}){{1,14}}(?:,\s{_WORD}){{0,6}}(?:\s(?:and|or)\s{_WORD})?
      |our\s(?:mission|aim|vision|ambition)\sis\sto\s(?:bring|make|help|build|offer|give|serve|be){_REST}
      |we(?:\sare|['’]re)\s(?-i:[A-Z])[\w&.-]*(?:\s(?-i:[A-Z])[\w&.-]*){{0,4}},\s(?:the|an?|part){_REST}
      |you\s(?:can|may)\s(?:also\s)?(?:pay|buy|book|order|reserve|borrow|hire|rent|download|install)(?:\s(?:the|a|an|our|by|with|in|at|on|from|for|online){_REST})""",
    re.IGNORECASE | re.VERBOSE,
)
_PLEASANTRY = re.compile(
    rf"""(?:we\s)?(?:(?:thanks?|thank\syou)(?:\s(?:very\smuch|so\smuch|again))?|welcome)
          (?:\s(?:for|to)\s(?:(?:your|our|the)\s)?(?:{_WORD}|reading|visiting|using|looking|stopping|taking|choosing)(?:\s(?:{_WORD}|your?|us|this|our|privacy|reading|read)){{0,9}})?
      |we(?:['’]re|\sare)\s(?:so\s|very\s)?(?:glad|happy|pleased|delighted|proud)\s(?:that\s)?(?:you(?:['’]re|\sare|['’]ve|\shave)\s(?:here|chosen|visiting|with\sus)(?:\s{_WORD}){{0,4}}
          |to\s(?:have\syou|welcome\syou|serve\syou|see\syou)(?:\s{_WORD}){{0,4}})
      |if\s(?:any(?:thing|\sof\sthis)|something|any\spart\sof\sthis\s\w+|this\s\w+)\s(?:is\s(?:unclear|not\sclear)|isn['’]t\sclear),\s(?:please\s|just\s)*
          (?:ask|contact|call|write\sto|e-?mail|tell)(?:\sus)?
      |(?:we\s)?(?:hope|wish)\s(?:that\s)?you(?:['’]ll|\swill)?\s(?:enjoy|like|have|a)\s(?:{_WORD}|your)(?:\s{_WORD}){{0,6}}""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 200  # characters; the patterns are slow on longer ones
_SPEAKS_OF_DATA = re.compile(r"\b(?:data|information|cookies?|personal|third|will|shall|must)\b", re.IGNORECASE)
_NOTE = re.compile(r"^please\snote(?:\sthat|:)\s", re.IGNORECASE)


@lru_cache(maxsize=64)  # asked for each statement of a sentence
def is_of_the_trade(sentence: str) -> bool:
    """Whether a sentence only says what is offered, where, when and at what price, or is a pleasantry.

    >>> is_of_the_trade("Tickets cost nine euros."), is_of_the_trade("Your file costs nine euros.")
    (True, False)
    >>> is_of_the_trade("Our mill is open on Sundays."), is_of_the_trade("Our list is open to brokers.")
    (True, False)
    >>> is_of_the_trade("Thank you for visiting our mill."), is_of_the_trade("Thank you for sharing your data with our partners.")
    (True, False)
    """
    if len(sentence) > _LONGEST or _SPEAKS_OF_DATA.search(sentence):
        return False
    said = _NOTE.sub("", sentence.strip(" .!\n"))
    return _IS_TRADE.fullmatch(said) is not None or _PLEASANTRY.fullmatch(said) is not None
