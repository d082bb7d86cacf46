"""What a product imports from `consent_gate`: everything it is given or has to catch, and nothing heavy before it is asked for."""

import subprocess
import sys

import consent_gate
from policy_versions.errors import ReconsentError


def test_every_name_that_is_offered_is_there():
    assert sorted(consent_gate.__all__) == sorted(set(consent_gate.__all__))
    for name in consent_gate.__all__:
        assert getattr(consent_gate, name) is not None


def test_every_error_that_is_offered_has_a_hint():
    errors = [getattr(consent_gate, name) for name in consent_gate.__all__ if name.endswith("Error")]
    assert len(errors) > 3
    assert all(issubclass(error, ReconsentError) for error in errors)


def test_importing_the_package_loads_no_database():
    program = "import sys, consent_gate; print({'sqlalchemy', 'sqlmodel', 'git', 'differ'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "set()\n"
