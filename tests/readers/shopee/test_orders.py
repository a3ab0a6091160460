"""Shopee orders in six languages: order-level vouchers spread once, platform's part apart from the seller's."""

from pathlib import Path

import pytest

from tests.readers.exports import Reader, book, row, same, text, turned
from tests.readers.headers_global import SHOPEE_ORDERS_EN as HEADER

ORDER = {
    "Order ID": "2609010ABC1234",
    "Order Status": "Completed",
    "Tracking Number*": "SPX1",
    "Ship Time": "2026-09-02 08:00",
    "Order Creation Date": "2026-09-01 10:00",
    "Order Paid Time": "2026-09-01 10:05",
    "Parent SKU Reference No.": "TS",
    "Product Name": "Crew tee",
    "SKU Reference No.": "TS-M",
    "Variation Name": "Black,M",
    "Original Price": "30.00",
    "Deal Price": "20.00",
    "Quantity": "2",
    "Returned quantity": "0",
    "Product Subtotal": "40.00",
    "Seller Rebate": "16.00",
    "Seller Discount": "16.00",
    "Shopee Rebate": "4.00",
    "Seller Voucher": "6.00",
    "Shopee Voucher": "3.00",
    "Shopee Coins Offset": "1.50",
    "Total Amount": "53.50",
    "Buyer Paid Shipping Fee": "4.00",
    "Transaction Fee(Incl. GST)": "1.10",
    "Grand Total": "57.50",
    "Username (Buyer)": "ann_shop",
    "Receiver Name": "A****n",
    "Province": "Selangor",
    "Country": "MY",
    "Order Complete Time": "2026-09-05 12:00",
}
SECOND = ORDER | {
    "SKU Reference No.": "",
    "Parent SKU Reference No.": "MUG",
    "Product Name": "Mug",
    "Variation Name": "",
    "Original Price": "20.00",
    "Deal Price": "20.00",
    "Quantity": "1",
    "Returned quantity": "1",
    "Product Subtotal": "20.00",
    "Shopee Rebate": "0",
}
ROWS = [row(HEADER, line) for line in (ORDER, SECOND)]
MONEY = ("list_amount", "paid", "seller_discount", "platform_discount", "shipping", "refund_stated")
EXPECTED = [("60", "33", "20", "7", "2.67", None), ("20", "16.5", "2", "1.5", "1.33", None)]


def test_order_of_two_items(tmp_path: Path) -> None:
    read = Reader(tmp_path).one(
        "Order.all.20260901_20260930.xlsx", book(HEADER, ROWS, sheet="orders"), currency="MYR"
    )
    assert read.format == "shopee_orders"
    assert read.pick("order_line", *MONEY) == EXPECTED
    assert read.pick(
        "order_line", "order_id", "sku", "quantity", "status", "paid_at", "received_day", "region"
    ) == [
        ("2609010ABC1234", "TS-M", 2, "done", "2026-09-01 10:05:00", "2026-09-05", "MY/Selangor"),
        ("2609010ABC1234", "MUG", 1, "done", "2026-09-01 10:05:00", "2026-09-05", "MY/Selangor"),
    ]
    assert read.pick("refund", "order_id", "sku", "quantity", "kind", "amount", "settled_day") == [
        ("2609010ABC1234", "MUG", 1, "return", None, None)
    ]
    assert "ann" not in str(read.pick("order_line", "buyer"))
    assert (read.kept, read.refused, read.issues) == (2, 0, ())


def test_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    first = Reader(tmp_path).one("a.csv", text(HEADER, ROWS))
    same(first, Reader(tmp_path).one("b.csv", text(*turned(HEADER, ROWS))))


def test_currency_in_the_names(tmp_path: Path) -> None:
    money = {
        "Seller Voucher",
        "Shopee Voucher",
        "Shopee Bundle Discount",
        "Seller Bundle Discount",
        "Shopee Coins Offset",
    }
    header = [f"{name}(PHP)" if name in money else name for name in HEADER]
    read = Reader(tmp_path).one("Order.all.xlsx", book(header, ROWS), currency="CNY")
    assert read.pick("order_line", *MONEY, "currency") == [(*line, "PHP") for line in EXPECTED]


# Per market: header by English name, and the word for a finished order.
MARKETS = {
    "id": (
        {
            "Order ID": "No. Pesanan",
            "Order Status": "Status Pesanan",
            "Order Creation Date": "Waktu Pesanan Dibuat",
            "Order Paid Time": "Waktu Pembayaran Dilakukan",
            "Parent SKU Reference No.": "SKU Induk",
            "SKU Reference No.": "Nomor Referensi SKU",
            "Product Name": "Nama Produk",
            "Original Price": "Harga Awal",
            "Deal Price": "Harga Setelah Diskon",
            "Quantity": "Jumlah",
            "Returned quantity": "Returned quantity",
            "Product Subtotal": "Subtotal Pesanan",
            "Shopee Rebate": "Diskon Dari Shopee",
            "Seller Voucher": "Voucher Ditanggung Penjual",
            "Shopee Voucher": "Voucher Ditanggung Shopee",
            "Shopee Coins Offset": "Potongan Koin Shopee",
            "Buyer Paid Shipping Fee": "Ongkos Kirim Dibayar oleh Pembeli",
            "Username (Buyer)": "Username (Pembeli)",
            "Province": "Provinsi",
            "Order Complete Time": "Waktu Pesanan Selesai",
        },
        "Selesai",
    ),
    "vn": (
        {
            "Order ID": "Mã đơn hàng",
            "Order Status": "Trạng Thái Đơn Hàng",
            "Order Creation Date": "Ngày đặt hàng",
            "Order Paid Time": "Thời gian đơn hàng được thanh toán",
            "Parent SKU Reference No.": "SKU sản phẩm",
            "SKU Reference No.": "SKU phân loại hàng",
            "Product Name": "Tên sản phẩm",
            "Original Price": "Giá gốc",
            "Deal Price": "Giá ưu đãi",
            "Quantity": "Số lượng",
            "Returned quantity": "Số lượng sản phẩm được hoàn trả",
            "Product Subtotal": "Tổng giá bán (sản phẩm)",
            "Shopee Rebate": "Được Shopee trợ giá",
            "Seller Voucher": "Mã giảm giá của Shop",
            "Shopee Voucher": "Mã giảm giá của Shopee",
            "Shopee Coins Offset": "Shopee Xu được hoàn",
            "Buyer Paid Shipping Fee": "Phí vận chuyển mà người mua trả",
            "Username (Buyer)": "Người Mua",
            "Province": "Tỉnh/Thành phố",
            "Order Complete Time": "Thời gian hoàn thành đơn hàng",
        },
        "Hoàn thành",
    ),
    "th": (
        {
            "Order ID": "หมายเลขคำสั่งซื้อ",
            "Order Status": "สถานะการสั่งซื้อ",
            "Order Creation Date": "วันที่ทำการสั่งซื้อ",
            "Order Paid Time": "เวลาการชำระสินค้า",
            "Parent SKU Reference No.": "เลขอ้างอิง Parent SKU",
            "SKU Reference No.": "เลขอ้างอิง SKU (SKU Reference No.)",
            "Product Name": "ชื่อสินค้า",
            "Original Price": "ราคาตั้งต้น",
            "Deal Price": "ราคาขาย",
            "Quantity": "จำนวน",
            "Returned quantity": "จำนวนที่ส่งคืน",
            "Product Subtotal": "ราคาขายสุทธิ",
            "Shopee Rebate": "ส่วนลดจาก Shopee",
            "Seller Voucher": "โค้ดส่วนลดชำระโดยผู้ขาย",
            "Shopee Voucher": (
                "โค้ดส่วนลดชำระโดย Shopee (เช่น โค้ดจากโปรแกรม ร้านโค้ดคุ้ม, โค้ดส่วนลด Shopee, โค้ดส่วนลด Shopee Mall)"
            ),
            "Shopee Coins Offset": "ส่วนลดจากการใช้เหรียญ",
            "Buyer Paid Shipping Fee": "ค่าจัดส่งที่ชำระโดยผู้ซื้อ",
            "Username (Buyer)": "ชื่อผู้ใช้ (ผู้ซื้อ)",
            "Province": "จังหวัด",
            "Order Complete Time": "เวลาที่ทำการสั่งซื้อสำเร็จ",
        },
        "สำเร็จแล้ว",
    ),
    "br": (
        {
            "Order ID": "ID do pedido",
            "Order Status": "Status do pedido",
            "Order Creation Date": "Data de criação do pedido",
            "Order Paid Time": "Hora do pagamento do pedido",
            "Parent SKU Reference No.": "Nº de referência do SKU principal",
            "SKU Reference No.": "Número de referência SKU",
            "Product Name": "Nome do Produto",
            "Original Price": "Preço original",
            "Deal Price": "Preço acordado",
            "Quantity": "Quantidade",
            "Returned quantity": "Returned quantity",
            "Product Subtotal": "Subtotal do produto",
            "Shopee Rebate": "Reembolso Shopee",
            "Seller Voucher": "Cupom do vendedor",
            "Shopee Voucher": "Cupom Shopee",
            "Shopee Coins Offset": "Compensar Moedas Shopee",
            "Buyer Paid Shipping Fee": "Taxa de envio pagas pelo comprador",
            "Username (Buyer)": "Nome de usuário (comprador)",
            "Province": "UF",
            "Order Complete Time": "Hora completa do pedido",
        },
        "Concluído",
    ),
    "tw": (
        {
            "Order ID": "訂單編號",
            "Order Status": "訂單狀態",
            "Order Creation Date": "訂單成立日期",
            "Order Paid Time": "買家付款時間",
            "Parent SKU Reference No.": "主商品貨號",
            "SKU Reference No.": "商品選項貨號",
            "Product Name": "商品名稱",
            "Original Price": "商品原價",
            "Deal Price": "商品活動價格",
            "Quantity": "數量",
            "Returned quantity": "退貨數量",
            "Seller Voucher": "賣家負擔優惠券",
            "Shopee Voucher": "蝦皮負擔優惠券",
            "Shopee Coins Offset": "蝦幣折抵",
            "Buyer Paid Shipping Fee": "買家支付運費",
            "Username (Buyer)": "買家帳號",
            "Province": "城市",
            "Order Complete Time": "訂單完成時間",
        },
        "已完成",
    ),
}


@pytest.mark.parametrize("market", sorted(MARKETS))
def test_other_languages(tmp_path: Path, market: str) -> None:
    names, done = MARKETS[market]
    header = list(names.values())
    lines = [[done if name == "Order Status" else line[name] for name in names] for line in (ORDER, SECOND)]
    read = Reader(tmp_path).one(f"{market}.xlsx", book(header, lines))
    expected = EXPECTED if "Shopee Rebate" in names else [("60", "33", "24", "3", "2.67", None), EXPECTED[1]]
    assert read.format == "shopee_orders"
    assert read.pick("order_line", *MONEY) == expected
    assert read.pick("order_line", "sku", "status", "paid_at", "received_day") == [
        ("TS-M", "done", "2026-09-01 10:05:00", "2026-09-05"),
        ("MUG", "done", "2026-09-01 10:05:00", "2026-09-05"),
    ]
    assert read.pick("refund", "quantity") == [(1,)]
    money = {"id": "IDR", "vn": "VND", "th": "THB", "br": "BRL", "tw": "TWD"}
    assert set(read.pick("order_line", "currency")) == {(money[market],)}


def test_states(tmp_path: Path) -> None:
    unpaid = {"Order Paid Time": "", "Order Complete Time": ""}
    states = [
        (unpaid | {"Order Status": "Unpaid"}, ("unpaid", None)),
        ({"Order Status": "To ship", "Order Complete Time": ""}, ("paid", "2026-09-01")),
        ({"Order Status": "Shipping", "Order Complete Time": ""}, ("shipped", "2026-09-01")),
        (unpaid | {"Order Status": "Cancelled"}, ("cancelled", None)),
        ({"Order Status": "Completed", "Order Paid Time": "-"}, ("done", "2026-09-05")),
        (unpaid | {"Order Status": "ยกเลิกแล้ว"}, ("cancelled", None)),
        (unpaid | {"Order Status": "Belum Bayar"}, ("unpaid", None)),
        ({"Order Status": "Sedang Dikirim", "Order Complete Time": ""}, ("shipped", "2026-09-01")),
    ]
    lines = [
        row(HEADER, ORDER | change | {"Order ID": f"2609010ABC{n:04d}"})
        for n, (change, _) in enumerate(states)
    ]
    read = Reader(tmp_path).one("o.csv", text(HEADER, lines))
    assert read.pick("order_line", "status", "paid_day") == [expected for _, expected in states]


def test_bad_rows(tmp_path: Path) -> None:
    bad = [
        ORDER | {"Order ID": ""},
        ORDER | {"Order ID": "B", "Quantity": "-1"},
        ORDER | {"Order ID": "C", "Deal Price": "?1"},
        ORDER | {"Order ID": "D", "Order Paid Time": "yesterday"},
    ]
    read = Reader(tmp_path).one("o.csv", text(HEADER, [row(HEADER, line) for line in (ORDER, SECOND, *bad)]))
    assert (read.kept, read.refused) == (2, 4)
    assert read.codes == [
        ("Order ID", "missing_key"),
        ("Quantity", "negative_quantity"),
        ("Deal Price", "bad_number"),
        ("Order Paid Time", "bad_date"),
    ]


def test_in_spanish(tmp_path: Path) -> None:
    header = (
        "ID del pedido;Estado del pedido;Motivo de cancelación;Fecha de creación del pedido;Hora de pago del pedido;"
        "Nombre del producto;Nº de referencia SKU;Nombre de la variación;Precio original;Precio acordado;Cantidad;"
        "Cantidad devuelta;Subtotal del producto;Cupón del vendedor;Cupón de Shopee;Tarifa de envío pagada por el comprador"  # noqa: E501
    ).split(";")
    cells = [
        "250901A",
        "Completado",
        "",
        "2025-09-01 10:20",
        "2025-09-01 10:25",
        "Playera",
        "P-1",
        "M",
        120,
        100,
        2,
        0,
        200,
    ]
    read = Reader(tmp_path).one("mx.xlsx", book(header, [[*cells, 10, 5, 12]]))
    assert (read.format, read.refused) == ("shopee_orders", 0)
    assert read.pick(
        "order_line", "paid_day", "quantity", "paid", "seller_discount", "shipping", "status"
    ) == [("2025-09-01", 2, "185", "50", "12", "done")]


def test_a_paid_order_that_was_cancelled_went_back_whole(tmp_path: Path) -> None:
    gone = {"Order Status": "Cancelled", "Order Complete Time": ""}
    unpaid = gone | {"Order ID": "2609010ABC9999", "Order Paid Time": ""}
    rows = [row(HEADER, line) for line in (ORDER | gone, SECOND | gone, ORDER | unpaid)]
    read = Reader(tmp_path).one("orders.csv", text(HEADER, rows), currency="MYR")
    assert read.pick("order_line", "status", "paid", "refund_stated", "platform_discount") == [
        ("cancelled", "33", "35.67", "0"),
        ("cancelled", "16.5", "17.83", "0"),
        ("cancelled", "29.5", None, "0"),
    ]
