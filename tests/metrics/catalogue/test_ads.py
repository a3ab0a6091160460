from tests.metrics.catalogue.whole import sound
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.catalogue.ads import ADS


def test_every_entry_is_sound() -> None:
    sound(ADS)


def test_roas_is_no_profit_and_acos_its_inverse() -> None:
    assert CATALOGUE["roas"].formula == "ad_sales / ad_spend"
    assert CATALOGUE["acos"].formula == "ad_spend / ad_sales"
    assert "ROI" in CATALOGUE["roas"].traps[0][1]
