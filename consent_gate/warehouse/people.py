"""Finding the people of a column among those who answered.

A table of a million people is larger than the processor's cache, and to look up rows in it is to wait for memory, each time.
So people are parted into blocks by the bytes of their ids, and a block's rows are looked up among its own people only.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

BLOCKS = 8
SLICE = 250_000

Places = npt.NDArray[np.int32]


def find_people(subjects: pa.Array, answerers: pa.Array) -> tuple[Places, Places, int]:
    """Number the people who answered, and find rows among them.

    Returns:
        The number of each subject, -1 for who never answered; the number of each answerer; how many people they are.
    """
    of_subjects, of_answerers = np.empty(len(subjects), np.int32), np.empty(len(answerers), np.int32)
    blocks_of_subjects, blocks_of_answerers = _blocks(subjects), _blocks(answerers)
    count = 0
    for block in range(BLOCKS):
        rows, answers = np.flatnonzero(blocks_of_subjects == block), np.flatnonzero(blocks_of_answerers == block)
        people = answerers.take(pa.array(answers)).dictionary_encode()
        of_answerers[answers] = np.asarray(people.indices) + count
        found = pc.index_in(subjects.take(pa.array(rows)), value_set=people.dictionary)
        of_subjects[rows] = np.asarray(pc.fill_null(pc.add(found, pa.scalar(count, pa.int32())), -1))
        count += len(people.dictionary)
    return of_subjects, of_answerers, count


def _blocks(ids: pa.Array) -> npt.NDArray[np.uint8]:
    """The block of each id, always the same for the same: by four of its bytes, of which some differ in most kinds of ids."""
    blocks = np.zeros(len(ids), np.uint8)
    _, offsets, content = ids.buffers()
    if not content:
        return blocks
    bounds, data = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1], np.frombuffer(content, np.uint8)
    for begin in range(0, len(ids), SLICE):
        part = blocks[begin : begin + SLICE]
        starts, ends = bounds[begin : begin + len(part)], bounds[begin + 1 : begin + 1 + len(part)]
        middles = (starts + ends) >> 1
        for places in (ends - 1, middles, (starts + middles) >> 1, (middles + ends) >> 1):
            part += data.take(places, mode="clip")
        part[starts == ends] = 0
        part %= BLOCKS
    return blocks
