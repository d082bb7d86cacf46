"""The judge in examples/, against a server on this machine that answers as an OpenAI-compatible endpoint does."""

import importlib.util
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from differ import DifferError, Direction, compare

OLD = "The choir prints your name in the programme.\n\nThe hall is swept on Mondays.\n"
NEW = "The choir prints the name of you in the programme.\n\nThe hall is swept on Tuesdays.\n"


def example() -> ModuleType:
    path = Path(__file__).parents[2] / "examples" / "judge" / "openai_judge.py"
    spec = importlib.util.spec_from_file_location("openai_judge", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Endpoint:
    """A chat endpoint: what it will say, and what it was asked."""

    says: str = '{"suspicious": true, "reason": "the name is printed", "witness": ""}'
    status: int = 200
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    state = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions"
            state.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            state.headers.append(dict(self.headers))
            body = json.dumps({"choices": [{"message": {"role": "assistant", "content": state.says}}]}).encode()
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/v1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield state
        server.shutdown()


def test_it_adds_suspicion_and_all_is_recorded(endpoint: Endpoint) -> None:
    judge = example().OpenAIJudge(url=endpoint.url, model="m", key="k")
    comparison = compare(OLD, NEW, judge=judge)
    assert not comparison.directions() & {Direction.NEUTRAL, Direction.TIGHTENS}
    assert [asked.answer["model"] for asked in comparison.asked] == ["m"] * len(comparison.changes)
    assert endpoint.headers[0]["Authorization"] == "Bearer k"
    assert "The choir prints your name" in endpoint.requests[0]["messages"][1]["content"]
    assert endpoint.requests[0]["temperature"] == 0


def test_the_same_question_is_asked_once_and_then_never_again(endpoint: Endpoint, tmp_path: Path) -> None:
    module, cache = example(), tmp_path / "answers.jsonl"
    first = module.OpenAIJudge(url=endpoint.url, model="m", cache=cache)
    once = compare(OLD, NEW, judge=first)
    again = module.OpenAIJudge(url="http://127.0.0.1:9/v1", model="m", cache=cache)
    assert compare(OLD, NEW, judge=again).to_dict() == once.to_dict()
    assert (first.asked, again.asked) == (len(once.changes), 0)
    assert len(endpoint.requests) == len(once.changes)


@pytest.mark.parametrize("says", ["I would rather not say.", '{"suspicious": "maybe"}', ""])
def test_an_answer_that_cannot_be_read_is_suspicion(endpoint: Endpoint, says: str) -> None:
    endpoint.says = says
    assert example().OpenAIJudge(url=endpoint.url, model="m")({"old": None, "new": {"text": "x", "lead": None}})["suspicious"] is True


def test_an_answer_inside_other_words_is_read(endpoint: Endpoint) -> None:
    endpoint.says = 'Sure! ```json\n{"suspicious": false, "reason": "same"}\n```'
    question = {"old": None, "new": {"text": "x", "lead": "We note:"}}
    assert example().OpenAIJudge(url=endpoint.url, model="m")(question)["suspicious"] is False


def test_a_judge_that_does_not_answer_stops_the_comparison(endpoint: Endpoint) -> None:
    endpoint.status = 500
    with pytest.raises(DifferError, match="did not answer"):
        compare(OLD, NEW, judge=example().OpenAIJudge(url=endpoint.url, model="m"))


def test_only_web_addresses_are_taken() -> None:
    with pytest.raises(DifferError, match="no address"):
        example().OpenAIJudge(url="file:///etc/passwd", model="m")
