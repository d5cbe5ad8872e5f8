import os

import pytest

from vision.native_log import without_native_chatter

CHATTER = (
    b"W0000 00:00:1 5 inference_feedback_manager.cc:121] Feedback manager requires a model "
    b"with a single signature inference. Disabling support for feedback tensors.\n"
)


def test_only_the_known_chatter_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    with without_native_chatter():
        os.write(2, b"E0000 out of memory\n" + CHATTER + b"a line of another thread\n")
    assert capfd.readouterr().err == "E0000 out of memory\na line of another thread\n"


def test_what_was_written_before_a_failure_comes_out(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with without_native_chatter():
            os.write(2, b"F0000 the cause\n")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "F0000 the cause\nafter\n"


def test_no_file_descriptor_is_left_open() -> None:
    before = len(os.listdir("/proc/self/fd"))
    with without_native_chatter():
        pass
    assert len(os.listdir("/proc/self/fd")) == before
