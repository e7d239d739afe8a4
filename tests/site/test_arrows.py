"""The order of the house: who may import whom, and how long a file may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MAY_IMPORT = {
    "clinic": set(),
    "articles": {"clinic"},
    "consultations": {"clinic"},
    "clinic_site": {"clinic", "articles", "consultations"},
}
LONGEST_FILE = 400
FILES = [
    path
    for app in MAY_IMPORT
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> set[str]:
    """Return the packages that a module names in its absolute imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def inner_imports(path: Path, tree: ast.AST) -> list[int]:
    """Return the lines of imports inside functions.

    An app's own modules in `ready` are let through: Django offers no other moment.
    """
    found = set()
    for function in ast.walk(tree):
        if not isinstance(function, FUNCTIONS):
            continue
        in_ready = path.name == "apps.py" and function.name == "ready"
        for node in ast.walk(function):
            if isinstance(node, ast.Import) or (
                isinstance(node, ast.ImportFrom) and not (in_ready and node.level)
            ):
                found.add(node.lineno)
    return sorted(found)


def model_classes(tree: ast.AST) -> list[str]:
    """Return the classes that derive from a model by its usual name."""
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(b).endswith(("models.Model", "Page")) for b in node.bases)
    ]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_keeps_to_the_order_of_the_house(path):
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    app = path.relative_to(ROOT).parts[0]

    wrong = (imports(tree) & set(MAY_IMPORT)) - MAY_IMPORT[app] - {app}
    assert not wrong, f"{app} must not import {sorted(wrong)}"
    lines = inner_imports(path, tree)
    assert not lines, f"import inside a function, line {lines}"
    assert len(source.splitlines()) <= LONGEST_FILE
    if app == "clinic_site":
        assert not model_classes(tree), "clinic_site owns no model"


def test_every_app_is_looked_at():
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("def f():\n    import os", [2]),
        ("class A:\n    def f(self):\n        from . import b", [3]),
        ("from . import b", []),
        ("if True:\n    import os", []),
    ],
)
def test_imports_inside_functions_are_found(module, found):
    assert inner_imports(Path("views.py"), ast.parse(module)) == found
