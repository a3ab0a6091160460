from zhanggui.model.issue import CODES
from zhanggui.store.refusals import ShopUnknownError


def test_an_unknown_shop_carries_what_a_message_needs() -> None:
    error = ShopUnknownError("jd", None, ("jd", "jd-2"))
    assert (error.platform, error.name, error.choices) == ("jd", None, ("jd", "jd-2"))
    assert error.code in CODES
    assert "jd-2" in str(error)
