"""docs/generate.py: what is left over is stale, whatever is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import generate


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where fresh schemas lie, of a tree without pages."""
    monkeypatch.setattr(generate, "HERE", tmp_path / "docs")
    monkeypatch.setattr(generate, "PAGES", {})
    (tmp_path / "docs").mkdir()
    folder = tmp_path / "aioesx" / "cli" / "schemas"
    folder.mkdir(parents=True)
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    return folder


@pytest.mark.parametrize("text", ["", "{}"])
def test_a_schema_that_is_left_over_is_stale_and_goes(
    schemas: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (schemas / "toaster.json").write_text(text)

    assert generate.main(["--check"]) == 1
    assert "toaster.json is stale" in capsys.readouterr().err
    assert generate.main([]) == 0
    assert not (schemas / "toaster.json").exists()


@pytest.mark.parametrize("text", ["", "{}"])
def test_a_schema_that_is_another_is_stale_and_written(schemas: Path, text: str) -> None:
    fresh = (schemas / "list.json").read_text("utf-8")
    (schemas / "list.json").write_text(text)

    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert (schemas / "list.json").read_text("utf-8") == fresh
