"""The wheel, installed alone into a fresh environment outside the checkout, fills every form."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from support import IDENTIFIERS

from csdforms.archive.store import LEDGERS

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.wheel


def run(*command: str | Path, folder: Path) -> str:
    """Run a program outside the checkout; return what it prints."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "CSDFORMS_", "COV_", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder outside the checkout with a fresh environment in ``venv``."""
    folder = tmp_path_factory.mktemp("wheel")
    venv.create(folder / "venv", with_pip=True)
    return folder


@pytest.fixture(scope="module")
def programs(place: Path) -> Path:
    """Return the folder of the environment's programs."""
    return place / "venv" / ("Scripts" if sys.platform == "win32" else "bin")


@pytest.fixture(scope="module")
def wheel(place: Path, programs: Path) -> Path:
    """Return the wheel, built with nothing but pip."""
    pip = (programs / "python", "-m", "pip", "--disable-pip-version-check", "wheel")
    run(*pip, "--no-deps", "--wheel-dir", place / "dist", ROOT, folder=place)
    (built,) = (place / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def csdforms(place: Path, programs: Path, wheel: Path) -> Path:
    """Return the installed command."""
    pip = (programs / "python", "-m", "pip", "--disable-pip-version-check", "install")
    run(*pip, wheel, folder=place)
    return programs / "csdforms"


def test_the_wheel_holds_the_package_and_what_it_ships(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    code = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "csdforms").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    shipped = {f"csdforms/templates/docx/{name}.docx" for name in IDENTIFIERS}
    shipped |= {f"csdforms/examples/{name}.json" for name in IDENTIFIERS}
    shipped |= {f"csdforms/schemas/published/{name}.json" for name in IDENTIFIERS}
    shipped |= {f"csdforms/examples/ledgers/{name}.csv" for name in LEDGERS}
    shipped.add("csdforms/archive/format.md")
    inside = {name for name in names if name.startswith("csdforms/")}
    assert inside == code | shipped
    assert {"csdforms/py.typed", "csdforms/templates/base/word/document.xml"} <= inside
    others = names - inside
    assert all(name.split("/")[0].endswith(".dist-info") for name in others)
    assert any(name.endswith("/licenses/LICENSE") for name in others)


def test_the_installed_code_is_not_the_checkouts(csdforms: Path, place: Path) -> None:
    python = csdforms.with_name("python")
    home = run(python, "-c", "import csdforms; print(csdforms.__file__)", folder=place)
    assert Path(home.strip()).is_relative_to(place / "venv")
    run(python, "-m", "pip", "check", folder=place)


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_every_shipped_sample_is_filled_from_the_wheel(
    name: str, csdforms: Path, tmp_path: Path
) -> None:
    run(csdforms, "example", name, "-o", "示例.json", folder=tmp_path)
    assert "错误 0 处" in run(csdforms, "check", name, "示例.json", folder=tmp_path)
    run(csdforms, "fill", name, "示例.json", "-o", "表 一.docx", folder=tmp_path)
    run(csdforms, "blank", name, "-o", "空白.docx", folder=tmp_path)
    run(csdforms, "template", "export", name, "-o", "模板.docx", folder=tmp_path)
    for document in ("表 一.docx", "空白.docx", "模板.docx"):
        assert zipfile.is_zipfile(tmp_path / document)


def test_an_archive_made_by_the_wheel_explains_itself(csdforms: Path, tmp_path: Path) -> None:
    form = "individual_customer_profile"
    archive = (csdforms, "archive", "--archive", "库")
    run(csdforms, "example", form, "-o", "资料.json", folder=tmp_path)
    run(*archive, "init", "--clear", folder=tmp_path)  # no key into the user's folder
    run(*archive, "create", form, "资料.json", folder=tmp_path)
    assert "李晓岚" in run(*archive, "find", "lxl", folder=tmp_path)
    assert "完好" in run(*archive, "verify", "--read-data", folder=tmp_path)
    text = (ROOT / "archive" / "README.md").read_bytes()
    assert (tmp_path / "库" / "README.md").read_bytes() == text


def test_the_masks_find_the_published_schemas_in_the_wheel(csdforms: Path, place: Path) -> None:
    code = (
        "from csdforms.archive.secrecy.masking.masks import disclosed; "
        "print(ascii(disclosed('individual_customer_profile', {'id_no': '310199198906140023'})))"
    )
    said = run(csdforms.with_name("python"), "-c", code, folder=place)
    assert said.strip() == "{'id_no': '310***********0023'}"
