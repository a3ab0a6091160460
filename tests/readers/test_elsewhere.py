"""Files whose money another export tells: known by their header, and answered with the export to load."""

from pathlib import Path

import pytest

from tests.readers.china import known
from zhanggui.readers import recognise

WECHAT_TRADE = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
    "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
FILES = {
    "微信支付账单明细": (
        "wechat_bill",
        (
            "微信支付账单明细,,,\n共2笔记录,,,\n----------------------微信支付账单明细列表--------------------,,,\n"
            "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
            '2026-01-05 12:30:00,商户消费,某店,货款,收入,¥35.00,零钱,支付成功,"42001\t","10001\t",/\n'
        ),
    ),
    "微信交易账单": (
        "wechat_bill",
        f"{WECHAT_TRADE}\n`2026-01-05 17:07:11,`wx8,`16,`0,`,`42,`S1,`of,`NATIVE,`SUCCESS,`OTHERS,`CNY,`1.00\n",
    ),
    "微信资金账单": (
        "wechat_bill",
        (
            "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\n"
            "`2026-01-05 10:00:00,`42,`9,`交易,`交易,`收入,`1.00,`5.00,`system,`,`\n"
        ),
    ),
    "交易货款": (
        "taobao_settled_goods",
        "子订单号,订单号,数量,订单实际金额（元）,退款金额（元）,商品名称\n51,51,1,99,0,桌垫\n",
    ),
    "人群报表": (
        "wanxiangtai_crowd",
        "日期,场景名字,计划名字,人群名字,花费,展现量,点击量,总成交金额\n2026-01-05,关键词推广,计划A,喜好人群,1.5,10,1,0\n",
    ),
    "京东联盟": (
        "jd_union",
        "日期,点击量,下单订单量,下单订单金额,预估佣金金额,完成订单量,完成订单金额,付款佣金金额\n2026-01-05,10,1,99,9.9,1,99,9.9\n",
    ),
    "快手动账": (
        "kuaishou_flow",
        (
            "账务流水号,关联业务单号,入账时间,账务方向,发生额（元）,期末余额（元）,业务类型,描述,备注\n"
            "1,2,2026-01-05 10:00:00,收入,91,100,订单结算,,\n"
        ),
    ),
    "小红书资金流水": (
        "xiaohongshu_flow",
        (
            "创建时间,交易类型描述,收入（元）,支出（元）,账户余额（元）,业务单号,备注\n"
            "2026-01-05 10:00:00,订单结算,5,0,10,P8,\n"
        ),
    ),
    "小红书资金明细": (
        "xiaohongshu_flow",
        "动账时间,动账方向,动账场景,动账金额,业务单号\n2026-01-05 10:00:00,支出,运费宝,-1.2,P8\n",
    ),
    "京东钱包": (
        "jd_wallet",
        (
            "商户号,账户代码,账户名称,日期,商户订单号,账户余额(元),收入金额(元),支出金额(元),交易备注,账单日期\n"
            "1,2,某店,2026-01-05 10:00:00,31,1000,99.00,0.00,货款,2026-01-05\n"
        ),
    ),
    "Sẽ thanh toán": (
        "tiktok_shop_unsettled",
        (
            "Loại giao dịch,ID đơn hàng/điều chỉnh,Số tiền quyết toán ước tính,Lý do chưa quyết toán,Tổng doanh thu,"
            "Tổng phí\nĐơn hàng,579000000000000001,90000,Đang giao,100000,-10000\n"
        ),
    ),
    "payouts_export": (
        "shopify_payouts_list",
        (
            "Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,Currency\n"
            "2026-01-05,paid,10.00,0.00,0.00,0.00,-0.50,0.00,9.50,USD\n"
        ),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_operator_is_told_what_to_load(tmp_path: Path, name: str) -> None:
    key, text = FILES[name]
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8-sig")
    (found,) = recognise(path, known(), tmp_path / "work")
    assert found.format is None
    assert [(issue.code, issue.value) for issue in found.issues] == [
        ("other_export", known().get(key).instead[:80])
    ]
