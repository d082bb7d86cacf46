"""The rules by which a change is judged, each with its name, its sentence and an example that runs."""

from differ.judgement.rules.ahead import told_ahead
from differ.judgement.rules.all_others import one_of_all
from differ.judgement.rules.amounts import amount, bound, limit_of_time
from differ.judgement.rules.asked import asked_to_give
from differ.judgement.rules.base import RULES, Edit, Example, Rule, finding, words
from differ.judgement.rules.browser import browser
from differ.judgement.rules.cases import closer_case, fewer_cases
from differ.judgement.rules.channels import channel
from differ.judgement.rules.conditions import condition_or_exception, wider_exception
from differ.judgement.rules.consent import (
    choice_by_default,
    consent_assumed,
    consent_condition,
    weaker_consent,
    without_consent,
)
from differ.judgement.rules.deeds import other_deed
from differ.judgement.rules.examples import example
from differ.judgement.rules.firmness import firmness, hedge
from differ.judgement.rules.idle_statements import meaning, no_data_practice, repetition
from differ.judgement.rules.items import item, told_closer
from differ.judgement.rules.law import law
from differ.judgement.rules.limited_to import limited_to
from differ.judgement.rules.limits import only, open_list
from differ.judgement.rules.modality import (
    actor,
    ban_and_permission,
    burden,
    duty_softened,
    own_duty,
    part_of_a_ban,
    weak_ban,
)
from differ.judgement.rules.names import name, who_is_meant
from differ.judgement.rules.only_if import only_if, only_with_consent
from differ.judgement.rules.own_things import own_thing
from differ.judgement.rules.period_starts import later_start, since_receipt
from differ.judgement.rules.permitted import done_anyway
from differ.judgement.rules.pooling import pool, signed, take_connecting
from differ.judgement.rules.references import reference
from differ.judgement.rules.regions import region
from differ.judgement.rules.relations import any_of_a_kind, relation
from differ.judgement.rules.routes import route, way
from differ.judgement.rules.scope import coverage
from differ.judgement.rules.sources import source
from differ.judgement.rules.spelling import spelling
from differ.judgement.rules.stated import unexplained
from differ.judgement.rules.transfers import successor
from differ.judgement.rules.uncounted import uncounted
from differ.judgement.rules.unknown_words import list_of_words, modifier
from differ.judgement.rules.whole import as_told, limited_practice, lost_coverage, lost_period, lost_promise, new_practice
from differ.judgement.rules.wishes import wish
from differ.judgement.rules.wording import stays_lawful, wording

EDIT_RULES = (
    stays_lawful,
    spelling,
    uncounted,
    asked_to_give,
    since_receipt,
    later_start,
    browser,
    source,
    own_duty,
    only_with_consent,
    only_if,
    limited_to,
    ban_and_permission,
    part_of_a_ban,
    weak_ban,
    actor,
    choice_by_default,
    consent_condition,
    without_consent,
    told_ahead,
    weaker_consent,
    consent_assumed,
    only,
    law,
    relation,
    amount,
    limit_of_time,
    bound,
    wish,
    condition_or_exception,
    wider_exception,
    open_list,
    successor,
    reference,
    who_is_meant,
    any_of_a_kind,
    region,
    other_deed,
    told_closer,
    item,
    duty_softened,
    hedge,
    done_anyway,
    firmness,
    burden,
    own_thing,
    name,
    coverage,
    channel,
    way,
    route,
    example,
    one_of_all,
    list_of_words,
    modifier,
    closer_case,
    fewer_cases,
    wording,
)
"""The rules on edits, in the order in which they take the changed terms."""

STATEMENT_RULES = (meaning, repetition, lost_period, as_told, new_practice, lost_promise, limited_practice, lost_coverage, no_data_practice)
"""The rules on whole statements, new or gone, in the order in which they are asked."""

__all__ = [
    "EDIT_RULES",
    "RULES",
    "STATEMENT_RULES",
    "Edit",
    "Example",
    "Rule",
    "finding",
    "pool",
    "signed",
    "take_connecting",
    "unexplained",
    "words",
]
