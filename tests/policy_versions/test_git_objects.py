"""Objects made here are those that git makes."""

import subprocess
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_versions.git_objects import BLOB_MODE, TREE_MODE, GitObject, TreeEntry, commit, object_id, read_tree, tree
from policy_versions.model import Actor
from policy_versions.repository import Repository

names = st.text(alphabet="abAB0.-_é漢 ", min_size=1, max_size=6).filter(lambda n: n not in (".", ".."))


@given(st.dictionaries(names, st.booleans(), min_size=1, max_size=8))
def test_a_tree_is_read_as_it_was_made(wanted):
    entries = {
        name: TreeEntry(TREE_MODE if folder else BLOB_MODE, object_id("blob", name.encode(), "sha1")) for name, folder in wanted.items()
    }
    assert read_tree(tree(entries).data, "sha1") == entries


def test_git_names_what_is_written_as_we_do(tmp_path_factory):
    with Repository.create(tmp_path_factory.mktemp("objects")) as repository:

        @settings(max_examples=30)
        @given(
            st.dictionaries(names.filter(lambda n: not n.startswith(".g")), st.binary(max_size=200), min_size=1, max_size=5),
            st.text(alphabet="abc é\n", min_size=1, max_size=40),
            st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
        )
        def check(files, message, at):
            blobs = {name: GitObject("blob", data) for name, data in files.items()}
            inner = tree({name: TreeEntry(BLOB_MODE, blob.id("sha1")) for name, blob in blobs.items()})
            outer = tree({"a": TreeEntry(TREE_MODE, inner.id("sha1")), "a.b": TreeEntry(BLOB_MODE, next(iter(blobs.values())).id("sha1"))})
            made = commit(tree_id=outer.id("sha1"), parents=[], actor=Actor("ada@example.org"), at=at, message=message)
            repository.write([*blobs.values(), inner, outer, made])
            assert repository.read_raw(made.id("sha1")) == ("commit", made.data)
            assert repository.commit_time(made.id("sha1")) == at.replace(microsecond=0)
            for name, data in files.items():
                assert repository.text_at(made.id("sha1"), "a", name) == data

        check()
        done = subprocess.run(["git", "-C", str(repository.git_dir), "fsck", "--strict", "--no-dangling"], capture_output=True, check=True)
        assert done.stdout == b""
