"""compare_permissions against a reading of every request there is, one by one."""

import itertools
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ.permissions import Permissiveness, Terms, allows_more, compare_permissions, gains, terms_for
from policy_versions.durations import Duration
from policy_versions.model import SELF, Basis, LocalText, Permission, Request
from policy_versions.taxonomy import data_categories, data_uses

DATA = ("user", "user.contact", "user.contact.email", "user.contact.phone", "user.contacts", "user.health", "system", "system.logs")
USES = ("essential", "essential.service", "marketing", "marketing.advertising", "marketing.advertising.third_party", "train_ai_system")
RECIPIENTS = (SELF, "mills", "mills.north", "advertisers")
TIMES = (None, Duration.parse("P30D"), Duration.parse("P1Y"), Duration.parse("P12M"), Duration.parse("P2Y"))

# Keys that no permission of these tests names: children that only their parents cover, and strangers.
ALL_DATA = (*DATA, "user.contact.email.work", "user.name", "device")
ALL_USES = (*USES, "essential.service.payment", "finance")
ALL_RECIPIENTS = (*RECIPIENTS, "mills.south", "auditors")
EVERY_REQUEST = [
    Request(data=data, use=use, recipient=recipient) for data, use, recipient in itertools.product(ALL_DATA, ALL_USES, ALL_RECIPIENTS)
]


def some(keys: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True).map(tuple)


permissions = st.builds(
    Permission,
    id=st.sampled_from(("a", "b", "c")),
    text=st.just(LocalText.of("We may.")),
    data=some(DATA),
    use=some(USES),
    recipients=some(RECIPIENTS),
    basis=st.sampled_from(Basis),
    retention=st.sampled_from(TIMES),
    valid_for=st.sampled_from(TIMES),
)
sets = st.lists(permissions, max_size=5)

RANK = {"consent": 0, "legitimate_interests": 1, "public_task": 1, "contract": 2, "legal_obligation": 3, "vital_interests": 3}


def as_loose(one: Permission, other: Permission) -> bool:
    """Whether `one` may do at least what `other` may where both cover: written apart from the code under test."""

    def days(time: Duration | None) -> float:
        return float("inf") if time is None else time.days

    return (
        RANK[one.basis.value] >= RANK[other.basis.value]
        and days(one.retention) >= days(other.retention)
        and days(one.valid_for) >= days(other.valid_for)
    )


def allowed_only_by(new: list[Permission], old: list[Permission]) -> set[Request]:
    """By trying each request of the small taxonomy."""
    found = set()
    for request in EVERY_REQUEST:
        before = [p for p in old if p.covers(request)]
        now = [p for p in new if p.covers(request)]
        if any(not any(as_loose(b, n) for b in before) for n in now):
            found.add(request)
    return found


def expected(old: list[Permission], new: list[Permission]) -> Permissiveness:
    more, less = bool(allowed_only_by(new, old)), bool(allowed_only_by(old, new))
    return {
        (False, False): Permissiveness.EQUAL,
        (True, False): Permissiveness.MORE,
        (False, True): Permissiveness.LESS,
        (True, True): Permissiveness.INCOMPARABLE,
    }[more, less]


@given(old=sets, new=sets)
def test_the_answer_is_the_one_found_by_trying_every_request(old, new):
    answer = compare_permissions(old, new)
    assert answer.result is expected(old, new)
    for witness, by, against in ((answer.gained, new, old), (answer.lost, old, new)):
        if witness is not None:
            assert witness.request in allowed_only_by(by, against)


@given(permission=permissions, new=sets)
def test_against_a_single_permission_the_answer_is_the_one_found_by_trying_every_request(permission, new):
    assert compare_permissions([permission], new).result is expected([permission], new)


@given(old=sets, new=sets)
def test_a_witness_tells_the_terms_on_both_sides_truly(old, new):
    witness = allows_more(old, new)
    if witness is None:
        return
    offering = next(p for p in new if p.id == witness.permission and Terms.of(p) == witness.terms and p.covers(witness.request))
    assert witness.terms == Terms.of(offering)
    assert set(witness.others) == set(terms_for(old, witness.request))
    assert not any(witness.terms.within(other) for other in witness.others)


@given(one=sets)
def test_a_set_allows_what_it_allows(one):
    assert compare_permissions(one, list(reversed(one))).result is Permissiveness.EQUAL


def test_over_the_whole_shipped_taxonomy_the_answer_is_the_one_found_by_trying_every_request():
    """Random sets of real keys, narrow and wide; each is held against all 85 x 56 x 4 requests."""
    chance = random.Random(7)
    whole = [Request(data=d, use=u, recipient=r) for d, u, r in itertools.product(data_categories(), data_uses(), RECIPIENTS)]
    seen = set()
    for _ in range(12):
        old = [drawn(chance, number) for number in range(4)]
        new = [chance.choice([one, drawn(chance, number), replace(one, retention=None)]) for number, one in enumerate(old)]
        more = any(only_with(one, request, old) for request in whole for one in new if one.covers(request))
        less = any(only_with(one, request, new) for request in whole for one in old if one.covers(request))
        result = compare_permissions(old, new).result
        seen.add(result)
        assert (more, less) == (
            result in (Permissiveness.MORE, Permissiveness.INCOMPARABLE),
            result in (Permissiveness.LESS, Permissiveness.INCOMPARABLE),
        )
    assert len(seen) >= 2


def drawn(chance: random.Random, number: int) -> Permission:
    return Permission(
        id=f"p{number}",
        text=LocalText.of("We may."),
        data=tuple(chance.sample(data_categories(), 3)),
        use=tuple(chance.sample(data_uses(), 3)),
        recipients=tuple(chance.sample(RECIPIENTS, 2)),
        basis=chance.choice(list(Basis)),
        retention=chance.choice(TIMES),
    )


def only_with(one: Permission, request: Request, others: list[Permission]) -> bool:
    return not any(other.covers(request) and as_loose(other, one) for other in others)


REVERSED = {Permissiveness.MORE: Permissiveness.LESS, Permissiveness.LESS: Permissiveness.MORE}


@given(one=sets, other=sets)
def test_swapping_the_sides_swaps_more_and_less(one, other):
    there, back = compare_permissions(one, other), compare_permissions(other, one)
    assert back.result is REVERSED.get(there.result, there.result)
    assert (there.gained, there.lost) == (back.lost, back.gained)


@given(low=sets, middle=sets, high=sets)
def test_what_is_less_than_less_is_less(low, middle, high):
    middle, high = low + middle, low + middle + high
    narrowed = [replace(p, basis=Basis.CONSENT, retention=Duration.parse("P30D")) for p in low]
    assert allows_more(low, narrowed) is None
    assert allows_more(middle, low) is None
    assert allows_more(high, middle) is None
    assert allows_more(high, narrowed) is None


@given(first=sets, second=sets, third=sets)
def test_the_order_is_transitive_wherever_it_holds(first, second, third):
    if allows_more(second, first) is None and allows_more(third, second) is None:
        assert allows_more(third, first) is None


@given(old=sets, new=sets, extra=permissions)
def test_one_permission_more_never_makes_a_set_allow_less(old, new, extra):
    if allows_more(new, old) is None:
        assert allows_more([*new, extra], old) is None


@given(one=permissions, wider=st.sampled_from(("data", "use", "recipients")))
def test_widening_along_the_taxonomy_never_allows_less(one, wider):
    def parent(key: str) -> str:
        return key.rpartition(".")[0] or key

    field = getattr(one, wider)
    widened = replace(one, **{wider: tuple(dict.fromkeys(map(parent, field)))})
    result = compare_permissions([one], [widened]).result
    assert result in (Permissiveness.EQUAL, Permissiveness.MORE)
    redundant = all(any(p == k or p.startswith(k + ".") for k in field) for p in getattr(widened, wider))
    assert (result is Permissiveness.EQUAL) == redundant


@given(one=permissions)
def test_naming_and_splitting_permissions_changes_nothing(one):
    split = [replace(one, id=f"{one.id}-{key}", data=(key,)) for key in one.data]
    assert compare_permissions([one], split).result is Permissiveness.EQUAL


@given(old=sets, new=sets)
def test_every_gain_is_a_gain_and_none_is_missed(old, new):
    only_new = allowed_only_by(new, old)
    found = list(gains(old, new))
    assert {w.request for w in found} <= only_new
    covers = {tuple(p.covers(w.request) for p in [*old, *new]) for w in found}
    assert len(covers) == len(found)
    assert covers == {tuple(p.covers(request) for p in [*old, *new]) for request in only_new}


def test_the_order_of_bases_is_the_one_of_the_design():
    def permission(basis: Basis) -> Permission:
        return Permission(id="p", text=LocalText.of("We may."), data=("user",), use=("marketing",), basis=basis)

    order = [
        {Basis.CONSENT},
        {Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK},
        {Basis.CONTRACT},
        {Basis.LEGAL_OBLIGATION, Basis.VITAL_INTERESTS},
    ]
    for (at, bases), (other_at, others) in itertools.product(enumerate(order), enumerate(order)):
        for basis, other in itertools.product(bases, others):
            result = compare_permissions([permission(basis)], [permission(other)]).result
            wanted = Permissiveness.EQUAL if at == other_at else Permissiveness.MORE if at < other_at else Permissiveness.LESS
            assert result is wanted


BASE = Permission(
    id="orders",
    text=LocalText.of("We keep your orders to deliver them."),
    data=("user.behavior.purchase_history",),
    use=("essential.service",),
    basis=Basis.CONTRACT,
    retention=Duration.parse("P2Y"),
    valid_for=Duration.parse("P1Y"),
)


@pytest.mark.parametrize(
    ("new", "result"),
    [
        ({}, "equal"),
        ({"id": "other", "text": LocalText.of("Other words."), "clause": "orders"}, "equal"),
        ({"retention": None}, "more"),
        ({"retention": Duration.parse("P24M")}, "equal"),
        ({"retention": Duration.parse("P1Y")}, "less"),
        ({"retention": Duration.parse("P3Y"), "basis": Basis.CONSENT}, "incomparable"),
        ({"valid_for": None}, "more"),
        ({"recipients": (SELF, "couriers")}, "more"),
        ({"recipients": ("couriers",)}, "incomparable"),
        ({"data": ("user.behavior",)}, "more"),
        ({"data": ("user.behavior.purchase_history.books",)}, "less"),
        ({"use": ("essential",), "data": ("user.behavior.purchase_history.books",)}, "incomparable"),
    ],
)
def test_one_field_at_a_time(new, result):
    assert compare_permissions([BASE], [replace(BASE, **new)]).result.value == result


def test_the_organisation_picks_the_permission_that_suits_it_and_terms_do_not_add_up():
    long_on_consent = replace(BASE, id="a", basis=Basis.CONSENT, retention=Duration.parse("P9Y"))
    short_on_contract = replace(BASE, id="b", basis=Basis.CONTRACT, retention=Duration.parse("P1M"))
    both_at_best = replace(BASE, id="c", basis=Basis.CONTRACT, retention=Duration.parse("P9Y"))
    pair = [long_on_consent, short_on_contract]
    assert set(terms_for([*pair, replace(short_on_contract, retention=Duration.parse("P1D"))], request(BASE))) == {
        Terms.of(p) for p in pair
    }
    assert compare_permissions(pair, [both_at_best]).result is Permissiveness.MORE
    assert compare_permissions(pair, [long_on_consent]).result is Permissiveness.LESS


def request(permission: Permission) -> Request:
    return Request(data=permission.data[0], use=permission.use[0], recipient=permission.recipients[0])


def test_a_witness_reads_as_a_sentence_and_as_plain_values():
    ads = replace(BASE, id="ads", recipients=("advertisers",), basis=Basis.CONSENT, retention=None)
    answer = compare_permissions([BASE], [BASE, ads])
    assert answer.result is Permissiveness.MORE
    assert str(answer.gained) == (
        "use of `user.behavior.purchase_history` for `essential.service` by `advertisers` "
        "on the basis of consent, kept without limit, a consent lasting P1Y; the other set: not at all"
    )
    assert answer.to_dict()["gained"]["request"]["recipient"] == "advertisers"
    assert answer.to_dict()["lost"] is None


def test_a_request_that_was_not_allowed_at_all_is_the_witness_of_choice():
    longer = replace(BASE, retention=None)
    other = replace(BASE, id="z", data=("user.location",))
    assert compare_permissions([BASE], [longer, other]).gained.request.data == "user.location"


def test_hundreds_of_permissions_are_compared_within_a_second():
    def many(seed: int) -> list[Permission]:
        return [
            replace(
                BASE,
                id=f"p{n}",
                data=(f"user.kind{n % 60}", f"user.kind{n * 7 % 60}.part{seed}"),
                use=(f"use{n % 23}", f"use{n * 3 % 23}.sub"),
                recipients=(SELF, f"group{n % 11}"),
            )
            for n in range(300)
        ]

    started = time.perf_counter()
    assert compare_permissions(many(1), many(2)).result is Permissiveness.INCOMPARABLE
    assert time.perf_counter() - started < 5
