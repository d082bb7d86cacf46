"""A step of building the wheel: puts the desk's script inside consent_gate, since an installation has no top-level `app`."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleDesk(BuildHookInterface[Any]):
    """Adds app.py to a wheel as consent_gate/desk_bundle/app.py; an editable installation runs the one at the top."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel of kind `version`, standard or editable, is built."""
        if version == "standard":
            build_data["force_include"]["app.py"] = "consent_gate/desk_bundle/app.py"
