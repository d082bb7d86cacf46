"""The statement on Spark answers as the gate's own select does; slow, and only where `make spark` was run."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consent_gate import Gate
from consent_gate.evidence.keys import Keys
from consent_gate.warehouse.states import write_states
from tests.consent_gate.warehouse.test_same_answers import as_table, asked
from tests.oracle.histories import lives, versions
from tests.oracle.test_gate_agrees import Clock, Twins

pytest.importorskip("pyspark", reason="no Spark: `make spark` installs it; it needs Java", exc_type=ImportError)
pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(folder))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_the_statement_answers_as_select_does_on_spark(spark: Any, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    compared = 0
    for seed in (500, 501):
        rng = random.Random(seed)
        history = versions(rng)
        clock = Clock(history[0].published)
        with Gate.open("sqlite://", archive=tmp_path / "nowhere", clock=clock, keys=Keys.throwaway()) as gate:
            Twins(gate, clock, rng).run(lives(rng, history, 40))
            write_states(gate.ledger, "privacy", tmp_path / f"states-{seed}.parquet")
            spark.read.parquet(str(tmp_path / f"states-{seed}.parquet")).createOrReplaceTempView("states")
            for number, (request, expected, rows) in enumerate(asked(gate, 8)):
                if not rows:
                    continue
                path = tmp_path / f"records-{seed}-{number}.parquet"
                pq.write_table(as_table(rows), path)
                spark.read.parquet(str(path)).createOrReplaceTempView("records")
                found = spark.sql(gate.sql(request, "spark")).orderBy("id").collect()
                assert [row["verdict"] for row in found] == expected, request
                compared += len(found)
    assert compared > 100
