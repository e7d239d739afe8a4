"""What a spreadsheet would run is kept from it; everything else stays as it is."""

import pytest

from clinic.spreadsheet import harmless


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1 703",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "﹦1",
        "−1",
    ],
)
def test_command_gets_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", " ", "Jordan", "a=b", "(703) 555-0117", "'=1", "مرحبا", "🙂", 5, None]
)
def test_anything_else_stays(cell):
    assert harmless(cell) == cell
