import numpy as np
import pytest

from zhanggui.stats import arrays


@pytest.mark.parametrize(("name", "holds"), [("Floats", np.float64), ("Ints", np.int64), ("Bools", np.bool_)])
def test_names_say_what_arrays_hold(name: str, holds: type) -> None:
    assert getattr(arrays, name).__args__[1].__args__ == (holds,)
