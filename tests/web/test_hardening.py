"""What holds for every page and every answer, whichever route gives it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
import pytest
from asking import Asked, a_scope
from fastapi.testclient import TestClient
from starlette.responses import Response

from engine.settings import Settings
from web.failing import Failing
from web.guard import HEADERS, POLICY, Guard
from web.rendering import _TEMPLATES
from web.surface import served

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.*"))
SCRIPTS = ("script", "object", "embed", "iframe", "base", "style")


def paths() -> Iterator[tuple[str, str]]:
    """Every route of the pages and the interface, with something in the place of what varies."""
    for one in served():
        if not one.is_mount:
            yield one.method, re.sub(r"\{[^}]*\}", "1", one.path)


def test_every_answer_of_every_route_carries_the_headers(client: TestClient) -> None:
    asked = list(paths())
    assert len(asked) > 50
    for method, path in asked:
        answered = client.request(method, path, follow_redirects=False)
        for name in HEADERS:
            assert name.lower() in answered.headers, (method, path)
        policy = answered.headers[POLICY]
        assert "default-src 'none'" in policy, (method, path)
        assert "unsafe" not in policy, (method, path)


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere", "/static/nowhere"])
def test_what_is_not_there_carries_them_too(client: TestClient, path: str) -> None:
    answered = client.get(path)

    assert answered.status_code == 404
    assert set(map(str.lower, HEADERS)) <= set(answered.headers)


@pytest.mark.parametrize(("scheme", "is_told"), [("https", True), ("http", False)])
def test_over_https_a_browser_is_told_to_stay_there(scheme: str, *, is_told: bool) -> None:
    guard = Guard(Response("halo"), hosts=("localhost",))
    asked = Asked(guard, a_scope() | {"scheme": scheme})

    assert ("strict-transport-security" in asked.headers) is is_told


def test_an_answer_may_have_a_policy_of_its_own_but_prefect_none() -> None:
    own = Response("halo", headers={POLICY: "default-src 'none'; sandbox"})
    guard = Guard(own, hosts=("localhost",))

    assert Asked(guard, a_scope()).headers[POLICY.lower()] == "default-src 'none'; sandbox"
    inside = Asked(guard, a_scope("/prefect/", client="127.0.0.1"))
    assert "sandbox" not in inside.headers[POLICY.lower()]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_no_template_runs_or_styles_anything_by_itself(template: Path) -> None:
    whole = template.read_text("utf-8")
    text = re.sub(r"\{([#%{]).*?[#%}]\}", "", whole, flags=re.DOTALL)

    ours = text.replace('<script src="" defer></script>', "")
    assert not re.search(rf"<({'|'.join(SCRIPTS)})\b", ours, re.IGNORECASE)
    assert set(re.findall(r"<script[^>]*>", whole)) <= set(
        re.findall(r"<script src=\"\{\{ static\('[\w/.-]+'\) \}\}\" defer>", whole)
    )
    assert not re.search(r"\son[a-z]+\s*=", text, re.IGNORECASE)
    assert not re.search(r"\sstyle\s*=", text, re.IGNORECASE)
    assert not re.search(r"javascript:", text, re.IGNORECASE)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", whole)


@cache
def _calls() -> tuple[tuple[str, str, ast.Call], ...]:
    return tuple(
        (file.relative_to(ROOT).as_posix(), _name(node.func), node)
        for room in ("engine", "api", "web", "scripts")
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
    )


def _name(called: ast.expr) -> str:
    """What is called, without whose it is."""
    match called:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def test_every_environment_of_templates_escapes() -> None:
    makers = {"Environment", "SandboxedEnvironment", "ImmutableSandboxedEnvironment"}
    found = [(file, call) for file, name, call in _calls() if name in makers]

    assert found
    for file, call in found:
        escapes = {one.arg: ast.unparse(one.value) for one in call.keywords}.get("autoescape")
        if escapes != "True":  # reads a template of a letter, and renders nothing
            assert file == "engine/actions/template_reading.py", file
            assert escapes is None, file


def test_nothing_else_becomes_a_page_and_nothing_is_declared_safe() -> None:
    forbidden = {"Jinja2Templates", "Markup", "from_string", "select_autoescape"}
    found = {(file, name) for file, name, _ in _calls() if name in forbidden}

    assert {name for _, name in found if name != "from_string"} <= {"Markup"}
    assert not {file for file, _ in found if file.startswith("web/templates")}


def test_the_environment_of_pages_escapes_whatever_the_template_is_called() -> None:
    assert _TEMPLATES.autoescape is True
    assert _TEMPLATES.undefined is jinja2.StrictUndefined
    assert _TEMPLATES.from_string("{{ x }}").render(x="<script>") == "&lt;script&gt;"


def test_what_fails_that_is_no_request_goes_on_failing() -> None:
    async def life(scope, receive, send) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Asked(Failing(life, Settings()), {"type": "lifespan"})
