"""Who has which role, by what is known of a person: their address, who vouches for it, and what else is vouched for.

Pure: the settings say the rules, the desk brings the person along; what a role lets them do is told in `policy_versions.roles`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from policy_versions.model import Role


class Members(BaseModel):
    """One rule that gives a role: to whom all of it applies. Written as an address alone it is `{ email = … }`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: str = ""  # without regard to case
    issuer: str = ""  # the identity provider's own address (`iss`)
    claim: str = ""  # a claim of the identity token, as `groups`
    value: str = ""  # what the claim is, or has in it

    @model_validator(mode="before")
    @classmethod
    def _address_alone(cls, told: Any) -> Any:
        return {"email": told} if isinstance(told, str) else told

    @model_validator(mode="after")
    def _says_something(self) -> "Members":
        if bool(self.claim) != bool(self.value):
            raise ValueError("must name both claim and value, or neither")
        if not (self.email or self.issuer or self.claim):
            raise ValueError("must name an email, an issuer, or a claim and its value")
        return self

    def include(self, name: str, claims: Mapping[str, object]) -> bool:
        """Whether the person is one of them.

        Args:
            name: the address they are known by, vouched for or typed.
            claims: what their identity provider says of them; nothing where there is none.
        """
        said = claims.get(self.claim) if self.claim else None
        return (
            (not self.email or self.email.casefold() == name.casefold())
            and (not self.issuer or claims.get("iss") == self.issuer)
            and (not self.claim or said == self.value or (isinstance(said, (list, tuple)) and self.value in said))
        )


def roles_of(rules: Mapping[Role, Sequence[Members]] | None, name: str, claims: Mapping[str, object]) -> frozenset[Role] | None:
    """The roles of a person; None where no roles are given out and so nobody is limited by theirs.

    >>> rules = {Role.AUDITOR: (Members(claim="groups", value="audit"),), Role.ADMIN: (Members(email="ada@example.org"),)}
    >>> sorted(roles_of(rules, "Ada@example.org", {"groups": ["audit"]}))
    [<Role.ADMIN: 'admin'>, <Role.AUDITOR: 'auditor'>]
    >>> roles_of(rules, "eve@example.org", {}), roles_of(None, "eve@example.org", {})
    (frozenset(), None)
    """
    if rules is None:
        return None
    return frozenset(role for role, members in rules.items() if any(one.include(name, claims) for one in members))
