"""A drawing shows every number it is given, in Spanish, in the same bytes, and never stops a program."""

import sys
from pathlib import Path

import drawing
import pytest
from svg import Drawing


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def curves(**options: object) -> Drawing:
    series = {"una": ([1, 2, 3], [1.5, 0.25, 4]), "otra": ([1, 3], [2, 8])}
    drawing.curves("prueba", "Dos series", series, "pasos", "pérdida", **options)
    return Drawing(Path("prueba.svg"))


@pytest.mark.parametrize("log", [False, True])
def test_curves_go_through_every_point(log: bool) -> None:
    drawn = curves(limit=("al azar", 5), log=log, ticks=(1, 2, 3))
    assert {"Dos series", "una", "otra", "pasos", "pérdida", "al azar"} == set(drawn.texts)
    assert drawn.marks == {"points": [3, 2], "bars": [], "cells": []}
    (one, two, three), (first, last) = drawn.points("series-1"), drawn.points("series-2")
    assert one[0] == first[0] < two[0] < three[0] == last[0]
    assert last[1] < three[1] < first[1] < one[1] < two[1]  # down the page, from 8 to 0.25
    assert {"1", "2", "3"} <= set(drawn.numbers)


def test_a_bar_for_each_value_with_its_number() -> None:
    drawing.bars("prueba", "Barras", ["gata", "gato", "niña"], {"p": [0.5, -0.25, 1e-4], "q": [0.125, 1, 0]}, "p", 2)
    drawn = Drawing(Path("prueba.svg"))
    assert drawn.marks == {"points": [], "bars": [3, 3], "cells": []}
    assert drawn.numbers[-6:] == ["0,50", "−0,25", "0,00", "0,12", "1,00", "0,00"]
    assert {"gata", "gato", "niña", "Barras", "p", "q"} == set(drawn.texts)


def test_a_cell_for_each_share_with_its_number() -> None:
    drawing.heat("prueba", "Tabla", ["mi", "gata"], ["mis", "gatas", "."], [[1, 0, 0], [0.25, 0.5, 0.25]], "leo", "escribo")
    drawn = Drawing(Path("prueba.svg"))
    assert drawn.marks == {"points": [], "bars": [], "cells": [6]}
    assert drawn.numbers == ["1,00", "0,00", "0,00", "0,25", "0,50", "0,25"]
    assert {"mi", "gata", "mis", "gatas", ".", "leo", "escribo", "Tabla"} == set(drawn.texts)


def test_the_same_numbers_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    curves()
    before = Path("prueba.svg").read_bytes()
    monkeypatch.setitem(__import__("matplotlib").rcParams, "font.size", 30)  # someone's own settings change nothing
    curves()
    assert Path("prueba.svg").read_bytes() == before
    assert b"<dc:date>" not in before


def test_series_differ_in_more_than_their_colour() -> None:
    many = {f"serie {i}": ([1, 2], [i, i]) for i in range(4)}
    drawing.curves("prueba", "Cuatro", many, "x", "y")
    lines = [group.find("{*}path").get("style") for name, group in Drawing(Path("prueba.svg")).groups.items()
             if name and name.startswith("series-")]  # fmt: skip
    assert len({line.partition("stroke-dasharray: ")[2].partition(";")[0] for line in lines}) == 4
    drawing.curves("prueba", "Doce", {str(i): ([1, 2], [i, i]) for i in range(12)}, "x", "y")
    assert Drawing(Path("prueba.svg")).marks["points"] == [2] * 12
    assert len(set(drawing.MARKS)) == len(drawing.MARKS) == len(drawing.DASHES) == len(drawing.COLOURS)
    assert len(set(drawing.HATCHES)) == len(drawing.FILLS) == 4


def test_numbers_are_spanish() -> None:
    numbers = (0.5, -1, 1e6, 0.1 + 0.2, 12.345)
    assert [drawing.spanish(x) for x in numbers] == ["0,5", "−1", "1000000", "0,3", "12,345"]
    assert [drawing.spanish(x, 1) for x in numbers] == ["0,5", "−1,0", "1000000,0", "0,3", "12,3"]


def test_what_cannot_be_drawn_is_told_and_stops_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    curves()
    assert capsys.readouterr() == ("", "drawn in prueba.svg\n")
    (folder / "prueba.svg").unlink()
    (folder / "prueba.svg").mkdir()
    drawing.curves("prueba", "", {"a": ([1], [1])}, "x", "y")
    said = "not drawn in prueba.svg: the file cannot be written: Is a directory\n"
    assert capsys.readouterr() == ("", said)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    drawing.curves("otra", "", {"a": ([1], [1])}, "x", "y")
    assert capsys.readouterr() == ("", "not drawn in otra.svg: there is no matplotlib (pip install matplotlib)\n")
    assert not (folder / "otra.svg").exists()
