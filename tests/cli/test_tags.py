"""Tags on the command line."""

from tests.cli.conftest import Run


def test_tags_are_listed_renamed_and_removed(crm: Run) -> None:
    crm("add", "people", "name=Ada", "tags=VIP, fair")
    crm("add", "companies", "name=Acme", "tags=vip")
    listed = crm("tag", "list", "--json").document["tags"]
    assert [(each["tag"], each["records"]) for each in listed] == [("fair", 1), ("VIP", 2)]
    assert crm("tag", "rename", "vip", "Top", "--json").document == {"tag": "Top", "records": 2}
    assert crm("tag", "remove", "fair", "--json").document["records"] == 1
    assert [each["tag"] for each in crm("tag", "list", "--json").document["tags"]] == ["Top"]
    crm("undo")
    assert len(crm("tag", "list", "--json").document["tags"]) == 2
