"""One small sample, made once: the tests only read it."""

from collections.abc import Iterator

import pytest

from crm_desktop.sample.generator import generate
from tests.sample.made import NOW, Sample, empty_files, empty_journal


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The small sample on a Thursday morning in New York."""
    folder = tmp_path_factory.mktemp("sample")
    journal, files = empty_journal(folder), empty_files(folder)
    yield Sample(journal, generate(journal, "small", today=NOW, files=files), files)
    files.close()
    journal.store.close()
