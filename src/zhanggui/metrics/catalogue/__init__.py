"""The catalogue: every measure and metric, defined once, as data.

`CATALOGUE` maps name → `Definition`. Adding a metric is adding one entry in the file of its subject; the
question, the engines, `define` and the docs follow from it.
"""

from types import MappingProxyType

from zhanggui.metrics.catalogue.ads import ADS
from zhanggui.metrics.catalogue.buyers import BUYERS
from zhanggui.metrics.catalogue.goods import GOODS
from zhanggui.metrics.catalogue.margins import MARGINS
from zhanggui.metrics.catalogue.sales import SALES
from zhanggui.metrics.catalogue.service import SERVICE
from zhanggui.metrics.catalogue.traffic import TRAFFIC
from zhanggui.metrics.kinds import Definition

ENTRIES: tuple[Definition, ...] = (*SALES, *MARGINS, *BUYERS, *TRAFFIC, *ADS, *GOODS, *SERVICE)
CATALOGUE: MappingProxyType[str, Definition] = MappingProxyType({one.name: one for one in ENTRIES})
