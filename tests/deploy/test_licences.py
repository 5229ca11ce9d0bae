"""The list of licences, whose packages for the hub and for JupyterLite lie where these are installed."""

import pytest

from distribution import licences


def test_every_pinned_package_has_a_known_licence_that_lets_this_one_be_mit():
    for _, packages in licences.rows():
        assert packages
        for name, found, remark in packages:
            assert found, f"{name} does not say its licence: read it, and enter it in licences.READ"
            assert found <= licences.FREE or remark, f"{name}: {found - licences.FREE}"


def test_the_list_is_up_to_date():
    assert licences.FILE.read_text(encoding="utf-8") == licences.table()


def test_a_package_that_is_not_there_is_no_free_one(tmp_path):
    with pytest.raises(ValueError, match="unpack"):
        licences.licences("jupyterhub", tmp_path)
