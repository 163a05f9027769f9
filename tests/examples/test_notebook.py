"""examples/notebook.ipynb, executed cell by cell as Jupyter does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.adapters import EXAMPLES, environment, uri_of

from aioesx.simulator import Simulator

NOTEBOOK = EXAMPLES / "notebook.ipynb"


def test_it_is_kept_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]

    assert len(cells) >= 10
    assert [cell["outputs"] for cell in cells if cell.get("outputs")] == []


@pytest.mark.long
@pytest.mark.filterwarnings("default")  # Jupyter's own
def test_every_cell_runs_and_nothing_is_left(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat
    from nbclient import NotebookClient

    for name, value in {**environment(tmp_path), "AIOESX_URI": uri_of(simulator)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)

    NotebookClient(notebook, timeout=30, resources={"metadata": {"path": str(tmp_path)}}).execute()

    said = ["".join(out.get("text", "") for out in c.get("outputs", ())) for c in notebook.cells]
    assert any("web01        running" in text for text in said)
    assert any("datastore1" in text and " GiB" in text for text in said)
    assert any("appeared web01" in text for text in said)
    assert simulator.call_count["Login"] == 1
    assert (simulator.open_sessions, simulator.open_filters) == (0, 0)
