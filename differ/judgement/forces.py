"""Tells the force of a statement from its clues: tables read from the top, the first row that fits decides.

What a clue is told by is the business of `clues`; what its words say is read by `acts`, `assent`, `promises`,
`rights`, `silences` and `telling`.
"""

import re
from collections.abc import Callable

from differ.judgement import acts, assent, bound, commonplaces, pointing, promises, rights, silences, telling, unharmed
from differ.judgement import kinds as t
from differ.judgement.clues import Clue
from differ.judgement.kinds import VERBS
from differ.judgement.statements import Force

_DELETES = frozenset({"choice.erase", "choice.correct", "choice.access", "choice.restrict", "choice.withdraw"})
_THEIRS = frozenset({"guard.bind_recipients", "guard.delete", "guard.limit", "guard.anonymise"})
_SENDS = frozenset({"act.disclose", "act.transfer", "act.give"})
_HARD_ACTS = frozenset(
    {"act.sell", "act.observe", "act.combine", "act.profile", "act.publish", "act.place_cookie"}
    | {"act.disclose", "act.collect", "act.contact_person"}
)
_DATING = re.compile(r"[,_b]*o?[wmh]?P[_PYb,o]*$")
_POINTS = re.compile(r"[_,b&Pymhw]*F")
_TELLS_ABOUT = re.compile(r"[,_b&]*(?:F|ymh?F)")
_NOT_COVERED = re.compile(r"[^agpcox]*n[^agpcox]*C")
_COVERS = re.compile(r"[^agpcno]*P[^agpcno]*C|[,b]{0,2}C")
_INTRODUCES = re.compile(r"[,_bihA]*(?:d[Bb]|dA+)?P[^agpcn]*>(?!.*[oy][mwvnhzlj]*[agpc].*[WkOND])")
_NOTHING = re.compile(r"n[hjl]?[yro]?[hj]?[du]|ny?q")
_UNGUARDED = re.compile(r"n[hjz_]{0,2}s")
_UNKNOWN_BAN = re.compile(r"[,_&]*o[wmh]*n")

_Row = tuple[Callable[[Clue], object], Force | None]

_FIXED: tuple[_Row, ...] = (
    (lambda c: _DATING.match(c.body) or (c.has(t.DATE) and c.has(t.POINTER) and not c.has("nckW")), Force.SILENT),
    (silences.leaves_the_past, Force.SILENT),
    (silences.warns_of_failure, Force.SILENT),
    (lambda c: silences.is_a_copyright_line(c) or silences.tells_news(c), Force.SILENT),
    (lambda c: commonplaces.is_commonplace(c.text), Force.SILENT),
    (rights.is_a_button, Force.RIGHT),
    (unharmed.leaves_unharmed, Force.RIGHT),
    (lambda c: unharmed.keeps_older_data_out(c) or unharmed.keeps_rights(c), Force.DUTY),
    (unharmed.takes_older_data_in, Force.PRACTICE),
    (unharmed.takes_rights, Force.DENIAL),
    (telling.shows_the_text, Force.SILENT),
    (unharmed.is_voluntary, Force.MENTION),
    (telling.lets_them_see, Force.DUTY),
    (silences.leaves_others_sites_out, Force.SILENT),
    (lambda c: c.has(t.ADVICE), Force.PERSON),
    (silences.instructs, Force.PERSON),
    (lambda c: c.has(t.TOLD_ELSEWHERE) and not c.has("nkWx"), Force.SILENT),
    (lambda c: _TELLS_ABOUT.match(c.body) and (c.first.key == "referral.about" or c.first.code == t.PERSON), Force.SILENT),
    (silences.counts_as_data, Force.DEFINITION),
    (silences.cannot_be_done_without, Force.SILENT),
    (silences.is_of_another_site, Force.SILENT),
    (silences.ranks_texts, Force.MENTION),
    (lambda c: c.has(t.DEEMED) or assent.agrees_by_doing(c) or (c.has(t.CONSENT) and assent.reaches_further(c)), Force.DEEMED),
    (lambda c: c.has(t.IDENTITY) and not c.has("ps") and VERBS.isdisjoint(c.body[: c.body.index(t.IDENTITY)]), Force.IDENTITY),
    (silences.reach_of_a_seal, Force.MENTION),
    (lambda c: c.has(t.SCOPE_OUT), Force.EXCLUSION),
    (lambda c: t.POINTER in c.codes[: c.end] and _NOT_COVERED.match(c.body), Force.EXCLUSION),
    (lambda c: c.has(t.AGE_GATE), Force.BAN),
    (silences.answers_for_nobody, Force.SILENT),
    (lambda c: c.has(t.DISCLAIMER), Force.DISCLAIMER),
    (lambda c: c.has(t.SCOPE_IN) and c.has(t.DATE), Force.SILENT),
    (lambda c: _COVERS.match(c.body), Force.COVERAGE),
    (lambda c: _POINTS.match(c.body) and not c.has("ckWnsSp"), Force.SILENT),
    (lambda c: _INTRODUCES.match(c.body) and not c.has("nD") and not pointing.tells_itself(c), Force.SILENT),
    (lambda c: c.has(t.DEFINITION) and c.verb is None, Force.DEFINITION),
    (silences.tells_grounds, Force.SILENT),
    (lambda c: silences.tells_of_itself(c) or silences.left_to_others(c) or silences.answers_questions(c), Force.SILENT),
    (pointing.only_points, Force.SILENT),
    (acts.opens_the_text, Force.SILENT),
    (telling.tells_of_a_body, Force.SILENT),
    (lambda c: c.first.code == t.INTEREST and not c.has(t.NEGATION), Force.PRACTICE),
    (lambda c: c.has(t.WITHOUT_NOTICE) and not c.negated, Force.PRACTICE),
    (lambda c: silences.reaches(c) and t.CHOICE in c.codes[c.start : c.main], Force.RIGHT),
    (silences.reaches, Force.SILENT),
    (rights.is_free, Force.RIGHT),
    (rights.ends_or_costs, Force.DENIAL),
    (acts.binds_another, Force.DUTY),
    (lambda c: bound.must_keep_to_it(c) or bound.safeguards_transfers(c), Force.DUTY),
    (assent.asks_no_consent, Force.DENIAL),
)

_VERBLESS: tuple[_Row, ...] = (
    (assent.needs_no_consent, Force.DENIAL),
    (lambda c: _UNGUARDED.search(c.body), Force.DENIAL),
    (lambda c: c.actor == "o" and c.has(t.MUST) and not c.has("nx") and t.CHOICE in c.codes[c.start : c.main], Force.DUTY),
    (lambda c: c.actor == "y" and c.has(t.REFERRAL) and not c.has("orknl"), Force.SILENT),
    (lambda c: t.SAFEGUARD in c.codes[c.start : c.end], Force.DUTY),
    (lambda c: _NOTHING.search(c.body), Force.BAN),
    (lambda c: acts.advertises(c) and c.has(t.NEGATION), Force.BAN),
    (acts.advertises, Force.PRACTICE),
    (lambda c: _UNKNOWN_BAN.match(c.body), Force.MENTION),
    (lambda c: c.has(t.BURDEN) and c.has(t.MAY), Force.DENIAL),
    (lambda c: not {t.CONSENT, t.WITHOUT_CONSENT}.isdisjoint(c.codes[c.start : c.end]), Force.CONSENT),
    (lambda c: not {t.INTEREST, t.DEFAULT_ON}.isdisjoint(c.codes[c.start : c.end]), Force.PRACTICE),
    (lambda c: c.actor == "o" and c.has(t.LIMITER) and not VERBS.isdisjoint(c.codes[c.start : c.main]), Force.LIMITED),
    (lambda c: acts.is_shown(c) and c.has(t.NEGATION), Force.BAN),
    (acts.is_shown, Force.PRACTICE),
    (lambda c: {t.LIMITER, t.DATA} <= set(c.codes[c.start : c.end]), Force.LIMITED),
    (lambda c: not set("dtTru").isdisjoint(c.codes[c.start : c.end]), Force.MENTION),
    (lambda c: c.has(t.PLACE) and acts.tells_where_data_lie(c), Force.MENTION),
    (silences.only_names, Force.SILENT),
)

_CHOICES: tuple[_Row, ...] = (
    (acts.you_alone, Force.LIMITED),
    (lambda c: c.actor == "" and not c.has("nokW") and rights.is_told_further_on(c), Force.SILENT),
    (rights.punishes, Force.DENIAL),
    (rights.decides, Force.MENTION),
    (promises.refuses_others, Force.BAN),
    (rights.refuses_tags, Force.RIGHT),
    (lambda c: c.key == "choice.ask" and (telling.is_asked(c) or telling.asks_for(c)) and c.has(t.DATA), Force.PRACTICE),
    (lambda c: c.key == "choice.ask" and c.actor == "o" and c.negated and c.has(t.DATA) and not c.has("kW"), Force.BAN),
    (lambda c: c.actor == "r" and not c.has(t.PERSON) and not c.negated, Force.MENTION),
    (lambda c: acts.looked_at(c) and c.negated, Force.BAN),
    (lambda c: acts.looked_at(c) and t.LIMITER in c.before_verb, Force.LIMITED),
    (acts.looked_at, Force.PRACTICE),
    (silences.changes_the_text, Force.SILENT),
    (lambda c: c.actor == "o" and c.key in _DELETES and not c.negated, Force.DUTY),
    (rights.decides_itself, Force.MENTION),
    (lambda c: c.key == "choice.manage" and (c.actor == "o" or rights.is_named(c)) and not c.has(t.PERSON), Force.SILENT),
    (lambda c: (c.negated or rights.has_no_effect(c)) and c.key != "choice.equal", Force.DENIAL),
    (lambda c: c.key == "choice.refuse" and c.actor != "y" and not c.negated, Force.DENIAL),
    (lambda c: c.key == "choice.ask" and c.actor == "o" and c.is_before("dA") and not c.negated, Force.PRACTICE),
    (lambda c: c.key == "choice.ask" and c.actor == "o", Force.SILENT),
    (rights.is_of_a_thing_unknown, None),
    (lambda _: True, Force.RIGHT),
)

_GUARDS: tuple[_Row, ...] = (
    (assent.needs_no_consent, Force.DENIAL),
    (lambda c: c.first.code == t.POINTER and pointing.tells_itself(c), None),
    (lambda c: c.key == "guard.limit" and rights.limits_the_person(c), Force.DENIAL),
    (promises.is_free_not_to, Force.DENIAL),
    (promises.serves_another, Force.MENTION),
    (promises.guards_by_doing, Force.PRACTICE),
    (promises.no_longer_holds, Force.DENIAL),
    (rights.must_prove_first, Force.MENTION),
    (telling.nobody_is_told, Force.BAN),
    (lambda c: promises.demands(c) or telling.tells_by_itself(c), Force.MENTION),
    (lambda c: telling.is_told(c) and c.negated, Force.BAN),
    (telling.is_told, Force.MENTION),
    (lambda c: telling.is_told_of_another(c) and c.negated, Force.BAN),
    (telling.is_told_of_another, Force.PRACTICE),
    (lambda c: telling.tells_another(c) and (telling.tells_nobody(c) or c.negated), Force.BAN),
    (telling.tells_another, Force.PRACTICE),
    (telling.is_told_instead, Force.MENTION),
    (telling.is_told_to_the_person, Force.PERSON),
    (telling.is_warned, Force.PERSON),
    (lambda c: c.actor == "y" and c.key == "guard.notify" and telling.is_received(c) and not c.negated, Force.DUTY),
    (lambda c: c.actor == "y" and c.key == "guard.delete" and c.negated and not c.has(t.MUST), Force.DENIAL),
    (lambda c: c.actor == "y" and c.has(t.MAY) and c.key in _THEIRS and c.negated, Force.MENTION),
    (lambda c: c.actor == "y" and c.has(t.MAY) and c.key in _THEIRS, Force.RIGHT),
    (lambda c: c.actor == "y", Force.PERSON),
    (lambda c: c.key == "guard.adhere" and c.is_before(t.PURPOSE), Force.PRACTICE),
    (lambda c: c.key == "guard.adhere" and c.is_before(t.NEGATION), Force.BAN),
    (lambda c: c.key == "guard.limit" and c.actor == "o" and c.has(t.MAY) and c.has(t.CHOICE) and not c.has("ad"), Force.DENIAL),
    (lambda c: c.key == "guard.limit" and c.has("ag") and c.negated, Force.PRACTICE),
    (lambda c: c.key == "guard.limit" and c.has("ag"), Force.BAN),
    (lambda c: c.key == "guard.anonymise" and c.has(t.MAY) and c.has("ur") and not c.negated, Force.PRACTICE),
    (lambda c: c.negated and c.key == "guard.bind_recipients" and c.is_before("pc"), Force.DENIAL),
    (lambda c: c.negated and c.key in {"guard.bind_recipients", "guard.old_terms"}, Force.BAN),
    (lambda c: c.negated, Force.DENIAL),
    (lambda _: True, Force.DUTY),
)

_ACTS: tuple[_Row, ...] = (
    (acts.you_alone, Force.LIMITED),
    (acts.is_to_be_sent, Force.PERSON),
    (silences.invites_a_choice, Force.RIGHT),
    (promises.looks_to_answer, Force.DUTY),
    (promises.lets_others_be, Force.DENIAL),
    (acts.prefers_the_anonymous, Force.DUTY),
    (lambda c: acts.kept_guarded(c) and not c.negated and c.actor != "y", Force.DUTY),
    (promises.is_free_not_to, Force.MENTION),
    (lambda c: acts.rests(c) and c.has(t.SAFEGUARD), Force.DUTY),
    (lambda c: acts.rests(c) and c.has(t.CONSENT), Force.CONSENT),
    (lambda c: acts.weak(c) and c.has(t.SAFEGUARD) and c.actor != "y", Force.DUTY),
    (lambda c: c.actor == "y" and not c.negated and acts.has_it_done(c), Force.RIGHT),
    (lambda c: c.key == "act.look_up" and not c.has("dr") and c.has(t.PERSON) and c.actor != "y", Force.MENTION),
    (lambda c: acts.weak(c) and c.has("uskIf"), Force.MENTION),
    (lambda c: acts.weak(c) and silences.only_names(c), Force.SILENT),
    (acts.weak, None),
    (lambda c: c.actor == "y" and not c.negated and c.has("cps") and c.has(t.MAY), Force.RIGHT),
    (lambda c: c.key == "act.request" and not c.negated and assent.asks_leave(c), Force.CONSENT),
    (lambda c: c.key == "act.request" and not c.negated and c.has("dr"), Force.PRACTICE),
    (lambda c: c.key == "act.request" and not c.negated, Force.MENTION),
    (lambda c: c.actor == "y" and c.has(t.CONSENT) and not c.negated, Force.CONSENT),
    (lambda c: c.actor == "y" and not c.negated and c.has(t.MAY) and c.has(t.DATA) and acts.of_their_data(c), Force.RIGHT),
    (lambda c: c.actor == "y" and c.has(t.GUARD) and c.has(t.MUST) and c.key == "act.give", Force.DUTY),
    (lambda c: c.actor == "y" and c.has(t.DATA) and c.key == "act.give" and not c.negated and not c.has("wm"), Force.PRACTICE),
    (lambda c: c.actor == "y" and t.SAFEGUARD in c.body.partition("y")[0], Force.DUTY),
    (
        lambda c: c.actor == "y" and c.key == "act.give" and telling.is_received(c) and not c.negated and telling.gets_offers(c),
        Force.PRACTICE,
    ),
    (lambda c: c.actor == "y", Force.PERSON),
    (lambda c: c.negated and silences.may_fail(c), Force.SILENT),
    (lambda c: c.negated and rights.has_no_effect(c), Force.MENTION),
    (lambda c: c.negated, Force.BAN),
    (
        lambda c: c.key == "act.contact_person" and not c.has(t.PURPOSE) and (c.has("K") or telling.tells_of_changes(c)),
        Force.DUTY,
    ),
    (lambda c: c.key == "act.sell" and not c.has("dr"), Force.MENTION),
    (lambda c: c.key not in _HARD_ACTS and not c.has("drusftTIkWq"), Force.MENTION),
    (lambda c: c.has(t.SAFEGUARD) and c.key in {"act.use", "act.retain"} and not c.has(t.RECIPIENT), Force.DUTY),
    (lambda c: c.key in _SENDS and not c.has("ruf") and any(term.key.startswith("safeguard.encryption") for term in c.terms), Force.DUTY),
    (lambda c: c.has(t.LIMITER) or any(term.key == "condition.only_if" for term in c.found[c.start : c.end]), Force.LIMITED),
    (lambda _: True, Force.PRACTICE),
)


def force_of(clue: Clue) -> Force | None:
    """The force that the first fitting clue gives; nothing where none does, so that nobody can tell what is said."""
    for fits, force in _FIXED:
        if fits(clue):
            return force
    table = _VERBLESS
    if clue.verb is not None:
        code = clue.codes[clue.verb]
        table = _CHOICES if code == t.CHOICE else _GUARDS if code == t.GUARD else _ACTS
        if clue.key == "choice.ask" and clue.actor == "o" and clue.has(t.DATA) and not clue.negated:
            return Force.PRACTICE
    return next((force for fits, force in table if fits(clue)), None)
