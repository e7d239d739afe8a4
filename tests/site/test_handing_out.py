"""The tests of one file go to one process, those that empty the database last."""

from tests.handing_out import NEIGHBORS, SHARING, units


def test_neighbors_of_one_file_are_one_unit():
    given = ["a.py::test_1", "a.py::test_2[x::y]", "b.py::Case::test_1"]
    unit = units(given)
    assert unit[given[0]] == unit[given[1]] != unit[given[2]]


def test_folder_that_shares_what_it_made_is_one_unit():
    [folder] = SHARING
    unit = units([f"{folder}test_a.py::test_1", f"{folder}test_b.py::test_1"])
    assert len(set(unit.values())) == 1


def test_folders_that_share_are_there(request):
    for folder in SHARING:
        assert (request.config.rootpath / folder / "conftest.py").exists(), folder


def test_tests_that_were_put_off_do_not_draw_the_others_along():
    given = ["a.py::test_1", "b.py::test_1", "a.py::test_empties_all"]
    unit = units(given)
    assert len({unit[nodeid] for nodeid in given}) == 3
    assert list(unit) == given


def test_a_long_file_leaves_something_for_the_other_process():
    given = [f"a.py::test_{number}" for number in range(2 * NEIGHBORS + 1)]
    unit = units(given)
    assert len(set(unit.values())) == 3
    assert unit[given[0]] == unit[given[NEIGHBORS - 1]] != unit[given[NEIGHBORS]]
