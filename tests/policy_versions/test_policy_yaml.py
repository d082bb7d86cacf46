"""policy.yaml: every fault told at once, with file, line and field; written back alike."""

import json
from datetime import UTC, datetime

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_versions import policy_fields
from policy_versions.errors import PolicyFileError
from policy_versions.model import Basis, Consequence, Dimension, LocalText
from policy_versions.policy_edit import STEP_FIELDS, edit_policy, plain_policy, without_step
from policy_versions.policy_yaml import JSON_SCHEMA, dump_policy, parse_policy
from tests.policy_versions.builders import POLICY
from tests.policy_versions.strategies import policies

PATH = "bread/policy.yaml"


def told(data: bytes) -> tuple[str, ...]:
    with pytest.raises(PolicyFileError) as caught:
        parse_policy(data, path=PATH)
    return caught.value.faults


def test_the_bakerys_policy_is_read():
    policy = parse_policy(POLICY, path=PATH)
    (permission,) = policy.permissions
    assert permission.recipients == ("self", "couriers")
    assert permission.basis is Basis.CONTRACT
    assert (permission.retention.days, policy.promises[0].period.notice_days) == (730, 31)
    assert policy.title.in_language("fr", "en") == "Bread and data"


def test_every_fault_is_told_at_once_with_its_line_and_field():
    faulty = b"""\
titel: Bread
controller: {id: Corner Bakery}
language: english!
effective: 2026-12-01
recipients:
  - {id: self, name: We}
permissions:
  - id: a
    text: x
    data: [user.contact.emial]
    use: [user.contact.email, essential]
    basis: because
    retention: 2 years
  - id: b
    text: ''
    data: []
    use: [sales, sales]
    basis: consent
consequences: {privacy: ask, notice: maybe}
"""
    near, other = "did you mean `user.contact.email` or `user.contact.url`?", "name a use, as `essential.service`"
    periods = "write whole years, months, weeks and days, as P2Y, P6M, P4W or P30D"
    assert told(faulty) == (
        "bread/policy.yaml:1: the field `title` is missing",
        "bread/policy.yaml:1: titel: there is no such field; there are " + ", ".join(policy_fields.FIELDS),
        "bread/policy.yaml:2: controller.id: `Corner Bakery` is no id; use letters and digits, parted by `-`, `_` or a dot, as partner-ads",
        "bread/policy.yaml:2: controller: the field `name` is missing",
        "bread/policy.yaml:3: language: `english!` is no language tag as en or pt-BR",
        "bread/policy.yaml:4: effective: `2026-12-01` has no offset; write it as 2026-12-01T00:00:00+01:00",
        "bread/policy.yaml:6: recipients[0].id: `self` is the organisation itself and needs no entry",
        "bread/policy.yaml:10: permissions[0].data[0]: `user.contact.emial` is no data category of the taxonomy; " + near,
        "bread/policy.yaml:11: permissions[0].use[0]: `user.contact.email` is a data category, not a use; " + other,
        "bread/policy.yaml:12: permissions[0].basis: `because` is none of " + ", ".join(Basis),
        "bread/policy.yaml:13: permissions[0].retention: `2 years` is not a period; " + periods,
        "bread/policy.yaml:15: permissions[1].text: this must be text",
        "bread/policy.yaml:16: permissions[1].data: name at least one data category",
        "bread/policy.yaml:17: permissions[1].use[1]: `sales` stands here twice",
        "bread/policy.yaml:19: consequences.notice: `maybe` is none of ask, notice",
        "bread/policy.yaml:19: consequences.privacy: there is no such field; there are " + ", ".join(Dimension),
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            (b"promises:\n  - {id: tell-first", b"promises:\n  - {id: bake-orders"),
            "promises[0].id: `bake-orders` is the id of a permission",
        ),
        ((b"dimension: notice", b"dimension: security"), "promises[0].period: a period stands only on a promise of notice before changes"),
        ((b"[self, couriers]", b"[self, bank]"), "permissions[0].recipients[1]: `bank` is not declared under `recipients`"),
        ((b"promises:", b"reopens: [tell-first]\npromises:"), "reopens[0]: `tell-first` is no permission of this policy"),
        ((b"promises:", b"weakened: [bake-orders]\npromises:"), "weakened[0]: `bake-orders` is a permission"),
        ((b"promises:", b"weakened: [x, {id: x, text: y, dimension: scope}]\npromises:"), "weakened[1]: `x` stands here twice"),
        ((b"promises:", b"weakened: [{id: x}]\npromises:"), "weakened[0]: the field `text` is missing"),
        (
            (b"promises:", b"taxonomy: [{key: user.name, label: N}]\npromises:"),
            "taxonomy[0].key: `user.name` is a key of the taxonomy already",
        ),
        ((b"promises:", b"taxonomy: [{key: User Name, label: N}]\npromises:"), "taxonomy[0].key: `User Name` is no key"),
        (
            (b"promises:", b"taxonomy: [{key: a.b, label: N}, {key: a.b, label: N}]\npromises:"),
            "taxonomy[1].key: `a.b` is there already, in line 15",
        ),
        ((b"title: Bread and data", b"title: {de: Brot}"), "title: the words in the prevailing language `en` are missing"),
        ((b"title: Bread and data", b"title: {en: Bread, xx-: Brot}"), "title.xx-: `xx-` is no language tag"),
        ((b"title: Bread and data", b"title:"), "title: it has no value"),
        ((b"retention: P2Y", b"retention: P0D"), "permissions[0].retention: `P0D` counts no day"),
        ((b"retention: P2Y", b"retention: P1YT5H"), "permissions[0].retention: `P1YT5H` is not a period"),
        ((b"recipients: [self, couriers]", b"recipients: []"), "permissions[0].recipients: name at least one recipient"),
        ((b"language: en", b"language: en\neffective: 2026-02-30T00:00:00Z"), "effective: `2026-02-30T00:00:00Z` is no time"),
        ((b"language: en", b"language: en\neffective: 9999-12-31T23:59:59-23:00"), "effective: `9999-12-31T23:59:59-23:00` lies outside"),
        ((b"language: en", b"language: en\npermissions: 3"), "`permissions` stands here twice"),
    ],
)
def test_each_rule_is_told_where_it_is_broken(change, fault):
    assert POLICY.count(change[0]) == 1
    faults = told(POLICY.replace(*change))
    assert any(fault in one for one in faults), faults


def test_a_file_that_is_no_mapping_is_told():
    assert told(b"- a\n")[0] == "bread/policy.yaml:1: this must be a mapping of fields to values"
    assert told(b"")[0] == "bread/policy.yaml:1: this must be a mapping of fields to values"


def test_a_key_of_ones_own_is_known_and_counts_as_what_stands_above_it():
    own = b"taxonomy: [{key: user.contact.pager, label: Pager}, {key: bakery.sourdough, label: {en: Leaven}}]\npermissions:"
    good = POLICY.replace(b"permissions:", own).replace(b"user.contact.address", b"user.contact.pager, bakery.sourdough")
    assert parse_policy(good, path=PATH).permissions[0].data[-1] == "bakery.sourdough"
    wrong = POLICY.replace(b"permissions:", own).replace(b"[essential.service]", b"[user.contact.pager]")
    assert "`user.contact.pager` is a data category, not a use" in told(wrong)[0]


@pytest.mark.parametrize("id_", ["orders", "order-handling", "notice.of-changes", "order_handling", "2fa", "P1"])
def test_an_id_is_one_or_more_words(id_):
    policy = parse_policy(POLICY.replace(b"id: bake-orders", f"id: {id_}".encode()), path=PATH)
    assert policy.permissions[0].id == id_


def test_a_field_that_says_null_is_as_if_left_out():
    said = b"    clause: null\n    valid_for: ~\n"
    policy = parse_policy(POLICY.replace(b"    retention: P2Y\n", b"    retention: null\n" + said), path=PATH)
    assert (policy.permissions[0].retention, policy.permissions[0].valid_for, policy.permissions[0].clause) == (None, None, None)


def test_a_notice_names_one_place_or_several():
    one = parse_policy(POLICY + b"notice: {jurisdiction: FR, storage_locations: Paris, rights: access}\n", path=PATH)
    listed = parse_policy(POLICY + b"notice: {jurisdiction: [FR], storage_locations: [Paris], rights: [access]}\n", path=PATH)
    assert one.notice == listed.notice
    assert one.notice.jurisdiction == ("FR",)


def test_a_recipient_may_be_part_of_one_that_is_named():
    policy = parse_policy(POLICY.replace(b"[self, couriers]", b"[self, couriers.north]"), path=PATH)
    assert policy.permissions[0].recipients == ("self", "couriers.north")


def test_a_policy_that_names_no_recipients_lets_permissions_say_them():
    unnamed = POLICY.replace(b"recipients:\n  - {id: couriers, name: Our couriers}\n", b"")
    assert parse_policy(unnamed, path=PATH).permissions[0].recipients == ("self", "couriers")


def test_a_key_of_ones_own_may_stand_alone():
    policy = parse_policy(POLICY + b"taxonomy: [user.loyalty_tier]\n", path=PATH)
    assert [(own.key, own.label) for own in policy.taxonomy] == [("user.loyalty_tier", LocalText.of("loyalty tier"))]


def test_times_are_kept_in_utc_whatever_their_offset():
    times = ["2026-12-01T01:00:00+01:00", "2026-11-30T19:00:00-05:00", "2026-12-01T00:00:00Z", "2026-12-01 05:30+05:30"]
    policies_ = [parse_policy(POLICY + f"effective: {at}\n".encode(), path=PATH) for at in times]
    assert {policy.effective for policy in policies_} == {datetime(2026, 12, 1, tzinfo=UTC)}
    assert len({dump_policy(policy) for policy in policies_}) == 1


@settings(max_examples=settings().max_examples // 4)
@given(policies())
def test_what_is_written_is_read_as_the_same(policy):
    data = dump_policy(policy)
    assert parse_policy(data, path=PATH) == policy
    assert dump_policy(parse_policy(data, path=PATH)) == data


@settings(max_examples=settings().max_examples // 4)
@given(policies())
def test_what_is_written_keeps_the_schema_and_reads_alike_for_other_readers(policy):
    data = dump_policy(policy)
    jsonschema.validate(plain_policy(policy), dict(JSON_SCHEMA))
    assert yaml.load(data, Loader=yaml.BaseLoader) == plain_policy(policy)
    assert json.loads(json.dumps(yaml.safe_load(data))) == plain_policy(policy)


# -- the schema says what the reader does


def test_the_schema_names_the_fields_the_reader_knows():
    properties = JSON_SCHEMA["properties"]
    assert tuple(properties) == policy_fields.FIELDS
    assert tuple(properties["permissions"]["items"]["properties"]) == policy_fields.PERMISSION_FIELDS
    assert tuple(properties["promises"]["items"]["properties"]) == policy_fields.PROMISE_FIELDS
    assert tuple(properties["weakened"]["items"]["oneOf"][1]["properties"]) == policy_fields.WEAKENED_FIELDS
    assert tuple(properties["notice"]["properties"]) == policy_fields.NOTICE_FIELDS
    assert JSON_SCHEMA["$defs"]["dimension"]["enum"] == list(Dimension)
    assert properties["permissions"]["items"]["properties"]["basis"]["enum"] == list(Basis)
    assert properties["consequences"]["additionalProperties"]["enum"] == list(Consequence)
    jsonschema.Draft202012Validator.check_schema(dict(JSON_SCHEMA))


def _places(value, at=()):
    yield at
    if isinstance(value, dict):
        for key in value:
            yield from _places(value[key], (*at, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _places(item, (*at, position))


BAD_VALUES = ["", "no such thing", [], {}, ["", "x"], {"unknown": "x"}, [["x"]]]


@settings(max_examples=settings().max_examples // 4)
@given(policies(), st.data())
def test_reader_and_schema_agree_on_what_is_shaped_wrongly(policy, data):
    """One value is exchanged for a wrong one: what the schema refuses, the reader refuses."""
    plain = json.loads(json.dumps(plain_policy(policy)))
    at = data.draw(st.sampled_from(list(_places(plain))))
    bad = data.draw(st.sampled_from(BAD_VALUES))
    if at:
        holder = plain
        for part in at[:-1]:
            holder = holder[part]
        holder[at[-1]] = bad
    else:
        plain = bad
    refused = list(jsonschema.Draft202012Validator(dict(JSON_SCHEMA)).iter_errors(plain))
    text = yaml.dump(plain, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True).encode()
    try:
        parse_policy(text, path=PATH)
        accepted = True
    except PolicyFileError:
        accepted = False
    assert not (refused and accepted), refused[0].message


# -- edits


def test_an_edit_leaves_every_other_byte():
    edited = edit_policy(POLICY, {"reopens": ["bake-orders"]}, path=PATH)
    assert edited == POLICY + b"reopens: [bake-orders]\n"
    assert edit_policy(edited, {"reopens": None}, path=PATH) == POLICY
    assert edit_policy(edited, {"reopens": []}, path=PATH) == POLICY
    assert edit_policy(POLICY, {"language": "en", "summary": None}, path=PATH) == POLICY


def test_an_edit_keeps_comments_and_order():
    data = b"# top\ntitle: A # a\n\n# who\ncontroller:\n  id: a\n  # inner\n  name: A\n\n# tongue\nlanguage: en\n# end\n"
    edited = edit_policy(data, {"summary": "Now.", "title": "B"}, path=PATH)
    assert (
        edited == b"# top\ntitle: B\n\n# who\ncontroller:\n  id: a\n  # inner\n  name: A\n\n# tongue\nlanguage: en\nsummary: Now.\n# end\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"{title: A, controller: {id: a, name: A}, language: en}\n",
        b"title: A\ncontroller: {id: a, name: A}\nlanguage: en",
        b"title: A\r\ncontroller: {id: a, name: A}\r\nlanguage: en\r\n",
        b"\xef\xbb\xbftitle: A\ncontroller: {id: a, name: A}\nlanguage: en\n",
        b"---\n'title': A\n\"controller\": {id: a, name: A}\nlanguage: en\n...\n",
        b"title: |\n  A\ncontroller:\n  id: a\n  name: >-\n    A\nlanguage: en\nsummary: old\n",
    ],
)
def test_files_of_any_form_can_be_edited(data):
    edited = edit_policy(data, {"summary": "no", "effective": "2026-01-01T00:00:00Z"}, path=PATH)
    before, after = parse_policy(data, path=PATH), parse_policy(edited, path=PATH)
    assert (after.summary, after.effective) == (LocalText.of("no"), datetime(2026, 1, 1, tzinfo=UTC))
    assert (after.title, after.controller, after.language) == (before.title, before.controller, before.language)
    assert parse_policy(without_step(edited, path=PATH), path=PATH).summary is None


@settings(max_examples=settings().max_examples // 4)
@given(policies(), policies(), st.sets(st.sampled_from(policy_fields.FIELDS[3:]), min_size=1))
def test_any_edit_changes_what_it_names_and_nothing_else(one, other, names):
    data, wanted = dump_policy(one), plain_policy(other)
    edited = yaml.load(edit_policy(data, {name: wanted.get(name) for name in names}, path=PATH), Loader=yaml.BaseLoader)
    before = plain_policy(one)
    assert edited == {
        name: (wanted if name in names else before)[name] for name in policy_fields.FIELDS if name in (wanted if name in names else before)
    }


def test_a_field_that_is_none_cannot_be_edited():
    with pytest.raises(PolicyFileError, match="there is no field `titel`"):
        edit_policy(POLICY, {"titel": "x"}, path=PATH)


@settings(max_examples=settings().max_examples // 4)
@given(policies())
def test_nothing_of_the_step_before_is_left_in_a_new_draft(policy):
    plain = plain_policy(policy)
    left = parse_policy(without_step(dump_policy(policy), path=PATH), path=PATH)
    assert plain_policy(left) == {name: value for name, value in plain.items() if name not in STEP_FIELDS}
