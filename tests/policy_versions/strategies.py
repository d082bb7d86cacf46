"""Policies that keep all rules of policy.yaml, at random."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from policy_versions.durations import Duration
from policy_versions.model import (
    DEFAULT_CONSEQUENCES,
    Basis,
    Consequence,
    Controller,
    Dimension,
    LocalText,
    NoticeDetails,
    OwnKey,
    Permission,
    Policy,
    Promise,
    Recipient,
    Weakened,
)
from policy_versions.taxonomy import data_categories, data_uses

words = st.text(alphabet="abc XYZ.,:;#'\"-–ñمرح漢\n{}[]&*!|>%@?\\", min_size=1, max_size=40).filter(lambda s: s.strip() and s == s.strip())
ids = st.from_regex(r"[a-z][a-z0-9]{0,5}([-._][a-z0-9]{1,4}){0,2}", fullmatch=True)
durations = st.builds(
    lambda y, m, w, d: Duration.parse("P" + (f"{y}Y" if y else "") + (f"{m}M" if m else "") + (f"{w}W" if w else "") + f"{d}D"),
    st.integers(0, 20), st.integers(0, 30), st.integers(0, 9), st.integers(1, 400),
)  # fmt: skip
optional_words = st.none() | words
moments = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


@st.composite
def local(draw, language):
    if draw(st.booleans()):
        return LocalText.of(draw(words))
    others = draw(st.lists(st.sampled_from(["de", "fr", "pt-BR", "ar"]), unique=True, max_size=2))
    return LocalText.of({one: draw(words) for one in dict.fromkeys([language, *others])})


@st.composite
def policies(draw):
    language = draw(st.sampled_from(["en", "de", "ar"]))
    text = local(language)
    names = draw(st.lists(ids, unique=True, min_size=1, max_size=9))
    own = tuple(OwnKey(key=f"bakery.{one.replace('-', '_')}", label=draw(text)) for one in names[:2])
    recipients = tuple(Recipient(id=one, name=draw(text)) for one in names if one != "self")[:2]
    permissions = tuple(
        Permission(
            id=one,
            text=draw(text),
            data=tuple(
                draw(st.lists(st.sampled_from([*data_categories(), *(key.key for key in own)]), unique=True, min_size=1, max_size=3))
            ),
            use=tuple(draw(st.lists(st.sampled_from(data_uses()), unique=True, min_size=1, max_size=3))),
            recipients=tuple(draw(st.lists(st.sampled_from(["self", *(r.id for r in recipients)]), unique=True, min_size=1, max_size=3))),
            basis=draw(st.sampled_from(Basis)),
            retention=draw(st.none() | durations),
            valid_for=draw(st.none() | durations),
            clause=draw(optional_words),
        )
        for one in names[::2]
    )
    promises = []
    for one in names[1::2]:
        dimension = draw(st.sampled_from(Dimension))
        period = draw(st.none() | durations) if dimension is Dimension.NOTICE else None
        promises.append(Promise(id=one, text=draw(text), clause=draw(optional_words), dimension=dimension, period=period))
    weakened = tuple(
        Weakened(id=f"old-{one}", text=draw(text), dimension=draw(st.sampled_from(Dimension)))
        if draw(st.booleans())
        else Weakened(id=f"old-{one}")
        for one in names[:2]
    )
    return Policy(
        title=draw(text),
        controller=Controller(id=draw(ids), name=draw(text)),
        language=language,
        effective=draw(st.none() | moments),
        summary=draw(st.none() | text),
        recipients=recipients,
        taxonomy=own,
        permissions=permissions,
        promises=tuple(promises),
        consequences={
            **DEFAULT_CONSEQUENCES,
            **draw(st.dictionaries(st.sampled_from(Dimension), st.sampled_from(Consequence), max_size=3)),
        },
        reopens=tuple(p.id for p in permissions if draw(st.booleans())),
        weakened=weakened,
        notice=NoticeDetails(contact=draw(st.none() | text), rights=tuple(draw(st.lists(words, unique=True, max_size=2)))),
    )
