"""The plays: facts and settings come in, proposed actions go out; one file per class of problem.

The folders follow the operator's loop. `app` runs the plays of ``PLAYS`` and ranks what they propose. Adding a
play is one file with its ``PLAY``, its place in this tuple, its texts in both languages, its test and its fault.
"""

from zhanggui.playbooks.aftersales.bad_reviews import PLAY as BAD_REVIEWS
from zhanggui.playbooks.aftersales.refund_reason import PLAY as REFUND_REASON
from zhanggui.playbooks.aftersales.slow_service import PLAY as SLOW_SERVICE
from zhanggui.playbooks.conversion.checkout import PLAY as CHECKOUT
from zhanggui.playbooks.conversion.price_error import PLAY as PRICE_ERROR
from zhanggui.playbooks.conversion.rival_price import PLAY as RIVAL_PRICE
from zhanggui.playbooks.listing.title_lost import PLAY as TITLE_LOST
from zhanggui.playbooks.play import Play
from zhanggui.playbooks.retention.due_to_reorder import PLAY as DUE_TO_REORDER
from zhanggui.playbooks.risk.data_gap import PLAY as DATA_GAP
from zhanggui.playbooks.risk.fee_jump import PLAY as FEE_JUMP
from zhanggui.playbooks.risk.sales_drop import PLAY as SALES_DROP
from zhanggui.playbooks.risk.same_buyers import PLAY as SAME_BUYERS
from zhanggui.playbooks.selection.cost_rise import PLAY as COST_RISE
from zhanggui.playbooks.stock.late_delivery import PLAY as LATE_DELIVERY
from zhanggui.playbooks.stock.overstock import PLAY as OVERSTOCK
from zhanggui.playbooks.stock.reorder import PLAY as REORDER
from zhanggui.playbooks.traffic.ads_watch import PLAY as ADS_WATCH
from zhanggui.playbooks.traffic.creator_fees import PLAY as CREATOR_FEES
from zhanggui.playbooks.traffic.negative_terms import PLAY as NEGATIVE_TERMS

PLAYS: tuple[Play, ...] = (
    NEGATIVE_TERMS,
    PRICE_ERROR,
    SALES_DROP,
    TITLE_LOST,
    REFUND_REASON,
    REORDER,
    OVERSTOCK,
    LATE_DELIVERY,
    DUE_TO_REORDER,
    FEE_JUMP,
    SLOW_SERVICE,
    BAD_REVIEWS,
    CHECKOUT,
    RIVAL_PRICE,
    COST_RISE,
    ADS_WATCH,
    CREATOR_FEES,
    SAME_BUYERS,
    DATA_GAP,
)
