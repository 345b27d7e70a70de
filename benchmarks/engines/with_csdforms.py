"""csdforms, all of it: reading the values, the form's rules, printing, proof, writing the file."""

from pathlib import Path

import csdforms
from benchmarks.engines.clock import Document, run
from benchmarks.service_order import ServiceOrder


def _fill(document: Document, path: Path) -> None:
    form = document["form"]
    model = ServiceOrder if form == ServiceOrder.identifier() else form
    folder = Path(document["template"]).parent
    csdforms.fill(model, document["data"], path, templates=folder, durable=False)


if __name__ == "__main__":
    run(_fill)
