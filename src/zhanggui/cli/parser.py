"""The verbs and their options. Standard library only: `zhanggui --help` must cost next to nothing."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

EPILOG = {
    "zh": "退出码：0 完成；1 完成但有拒收的行或文件；2 用法、设置有误或问题无法回答；3 什么也没做成。",
    "en": "Exit codes: 0 done; 1 done with refused rows or files; 2 wrong use, settings, question; 3 nothing done.",
}
USES = {
    "zh": {
        "load": "读入平台导出的文件、文件夹或 zip",
        "today": "今天该知道什么、先做什么（可同时读入新文件）",
        "kpi": "查指标",
        "define": "看指标的定义、来路和易错点",
        "status": "账本里有哪些数据、缺哪些天",
        "why": "为什么变了：拆解、定位、是不是波动",
        "done": "标记一件事已做",
        "skip": "标记一件事不做",
        "check": "做过的事有没有效果",
        "report": "日报、周报、月报：终端、xlsx、单文件网页",
        "reconcile": "与平台的数对账",
        "template": "写出自有数据模板（成本、库存、采购…）",
        "map": "给不认识的文件建立对照",
        "undo": "撤回上一次读入",
        "rebuild": "用存档的原始文件重建账本",
        "simulate": "模拟一个真相已知的店铺，写出平台格式的文件",
        "score": "用模拟店铺给每条建议打分",
        "demo": "用模拟店铺走一遍全流程",
    },
    "en": {
        "load": "read export files, folders or zips",
        "today": "what to know today and what to do first (reads new files too)",
        "kpi": "ask for figures",
        "define": "what a metric means, where it comes from, its traps",
        "status": "what the books hold and which days are missing",
        "why": "why it changed: parts, place, and whether it is noise",
        "done": "mark a thing as done",
        "skip": "mark a thing as not to be done",
        "check": "whether what was done has worked",
        "report": "day, week or month: terminal, xlsx, one-file page",
        "reconcile": "compare with the platform's own figures",
        "template": "write a template for your own data (costs, stock, purchases…)",
        "map": "teach it a file that it does not know",
        "undo": "take back the last load",
        "rebuild": "rebuild the books from the archived files",
        "simulate": "simulate a shop of known truth, written as platforms write it",
        "score": "score every piece of advice on simulated shops",
        "demo": "walk through everything with a simulated shop",
    },
}


def _spoken(argv: Sequence[str]) -> str:
    """Language of the help: --lang, ZHANGGUI_LANG, else the machine's; Chinese where nothing says otherwise."""
    for at, word in enumerate(argv):
        if word == "--lang" and at + 1 < len(argv):
            return "en" if argv[at + 1] == "en" else "zh"
        if word.startswith("--lang="):
            return "en" if word.endswith("=en") else "zh"
    named = os.environ.get("ZHANGGUI_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "zh"
    return "zh" if named.lower().startswith(("zh", "c", "posix")) else "en"


def _paths(parser: argparse.ArgumentParser, *, some: bool) -> None:
    parser.add_argument(
        "paths",
        nargs="+" if some else "*",
        type=Path,
        metavar="PATH",
        help="files, folders or zips / 文件、文件夹或 zip",
    )
    parser.add_argument(
        "--as",
        dest="shop_key",
        metavar="SHOP",
        help="shop of rows that state none; rows of another are refused / 没写店铺的行归这家，写明别家的行拒收",
    )
    parser.add_argument(
        "--map",
        dest="map_file",
        type=Path,
        metavar="FILE",
        help="format file that says how to read these files / 用这份对照文件读",
    )
    parser.add_argument("--day", metavar="DAY", help="day of a file that states none / 文件没写日期时指定")
    parser.add_argument(
        "--dates", choices=("dmy", "mdy", "ymd"), help="order of ambiguous dates / 年月日顺序"
    )


def _load(parser: argparse.ArgumentParser) -> None:
    _paths(parser, some=True)


def _today(parser: argparse.ArgumentParser) -> None:
    _paths(parser, some=False)
    _date(parser)
    parser.add_argument(
        "--all", action="store_true", dest="everything", help="also what was left out / 连同没列入的"
    )


def _date(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date",
        metavar="DAY",
        help="the day it is about, the last whole day if not given / 看哪一天，不写就是最近的一整天",
    )


def _days(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="first",
        metavar="DAY",
        help="first day: 2026-05-01, 2026/5/1, yesterday / 开始日，如 2026-05-01、2026/5/1、昨天",
    )
    parser.add_argument("--to", dest="last", metavar="DAY", help="last day, included / 结束日（含）")


def _by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="DIM",
        help="split by: day, shop, sku… / 按什么拆分：日、店铺、商品…",
    )


def _kpi(parser: argparse.ArgumentParser) -> None:
    _days(parser)
    _by(parser)
    parser.add_argument(
        "--metrics", metavar="A,B,C", help="names or titles, as in define / 指标的名称或叫法，见 define"
    )
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="DIM=VALUE",
        help="only these: shop=a,b; may be repeated / 只算这些，如 店铺=a,b；可写多次",
    )
    parser.add_argument(
        "--top",
        type=int,
        metavar="N",
        help="only the N rows of most, by the first metric / 只列最大的 N 行，按第一个指标",
    )
    parser.add_argument("--bottom", type=int, metavar="N", help="only the N rows of least / 只列最小的 N 行")
    parser.add_argument(
        "--sort", metavar="METRIC", help="by this metric instead, the largest first / 改按这个指标从大到小"
    )
    parser.add_argument("--currency", metavar="CODE", help="report in this currency / 折算成这种货币")
    parser.add_argument(
        "--as-of",
        dest="as_of",
        metavar="DAY",
        help="as the books knew it on that day / 按那一天账本已知的数据",
    )


def _define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "metric",
        nargs="?",
        metavar="METRIC|FORMULA",
        help="name, title or formula; none: the list of all / 指标名、叫法或公式；不写列出全部",
    )


def _why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "metric", nargs="?", default="gmv", help="metric, gmv if not given / 指标，不写就是 gmv"
    )
    parser.add_argument(
        "--period",
        metavar="DAY|MONTH|FROM..TO|DAYS",
        help="2026-05-30, 2026-05, 2026-05-01..2026-05-07, 7: last 7 days / 要解释的日子，7 为最近 7 天",
    )
    parser.add_argument(
        "--against",
        metavar="BASELINE",
        help="previous, weekday, last_year, festival or plan / 与什么比：前一日、同星期、去年、去年同节、计划",
    )
    _by(parser)
    parser.add_argument("--html", type=Path, metavar="FILE", help="write it as a page too / 同时写成网页")


def _mark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="ID of the thing, as today shows it / today 里的编号")
    parser.add_argument("--note", default="", help="a note to keep with it / 备注")
    parser.add_argument("--on", metavar="DAY", help="day it was done, today if not given / 做的日期")


def _check(parser: argparse.ArgumentParser) -> None:
    _date(parser)


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "period", choices=("day", "week", "month"), help="day, week or month / 日报、周报、月报"
    )
    _date(parser)
    parser.add_argument(
        "--xlsx", type=Path, metavar="FILE", help="write it as a workbook too / 同时写成 Excel"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write it as a page too / 同时写成网页")


def _reconcile(parser: argparse.ArgumentParser) -> None:
    _days(parser)


def _template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="which one; none: the list of all / 模板名，不写列出全部")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it / 写到哪里")


def _map(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the file / 文件")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it / 写到哪里")
    parser.add_argument("--dry-run", action="store_true", help="show it, write nothing / 只看不写")


def _simulate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--shops", type=int, help="number of shops / 店铺数")
    parser.add_argument("--days", type=int, help="number of days / 天数")
    parser.add_argument("--listings", type=int, help="items of each shop / 每店商品数")
    parser.add_argument(
        "--seed", type=int, default=1, help="the same seed gives the same shop / 随机种子，相同则结果相同"
    )
    parser.add_argument("--faults", metavar="A,B|N|all|none", help="faults to put in / 放入的故障")
    parser.add_argument("--decoys", metavar="A,B|N|all|none", help="changes that are no faults / 放入的干扰")
    parser.add_argument("--platforms", metavar="A,B", help="platforms of the shops / 平台")
    parser.add_argument(
        "--preset", choices=("demo", "healthy", "noisy", "large"), help="a shop made ready / 现成的店铺"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder to write into / 写到哪个文件夹"
    )


def _score(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seeds", default="1-4", metavar="A-B", help="seeds of the shops / 随机种子范围")
    parser.add_argument("--quick", action="store_true", help="smaller and faster / 小规模快跑")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the page / 写出评分页")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, default=Path("demo"), metavar="DIR", help="folder to write into / 写到哪个文件夹"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="the same seed gives the same shop / 随机种子，相同则结果相同"
    )


def _nothing(_: argparse.ArgumentParser) -> None:
    """A verb without options of its own."""


VERBS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "today": _today,
    "load": _load,
    "kpi": _kpi,
    "define": _define,
    "status": _nothing,
    "why": _why,
    "done": _mark,
    "skip": _mark,
    "check": _check,
    "report": _report,
    "reconcile": _reconcile,
    "template": _template,
    "map": _map,
    "undo": _nothing,
    "rebuild": _nothing,
    "simulate": _simulate,
    "score": _score,
    "demo": _demo,
}


def _everywhere(parser: argparse.ArgumentParser, *, top: bool) -> None:
    """Options that may stand before or after the verb."""
    unset: object = None if top else argparse.SUPPRESS
    parser.add_argument(
        "--shop", type=Path, metavar="DIR", default=unset, help="shop folder / 店铺文件夹 (./shop)"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default=unset, help="language / 语言")
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if top else argparse.SUPPRESS,
        help="one JSON document on standard output / 输出 JSON",
    )


# What argparse says of wrong use, and the same in Chinese.
ERRORS = (
    (r"the following arguments are required: (.+)", "缺少参数：{0}"),
    (r"unrecognized arguments: (.+)", "不认识的参数：{0}"),
    (r"argument VERB: invalid choice: (.+?) \(choose from (.+)\)", "没有 {0} 这个命令。可用：{1}"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} 不能是 {1}，可选：{2}"),
    (r"argument (.+?): expected one argument", "{0} 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", "{0} 后面至少要写一个值"),
    (r"argument (.+?): invalid int value: (.+)", "{0} 要写整数，不能是 {1}"),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} 后面不能写值，多了 {1}"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 不能是 {1}"),
    (r"ambiguous option: (.+?) could match (.+)", "{0} 不明确，可能是：{1}"),
)


def told(message: str, language: str) -> str:
    """What was wrong with the use, in ``language``; as it is where there are no other words for it."""
    for pattern, sentence in ERRORS if language == "zh" else ():
        found = re.fullmatch(pattern, message)
        if found is not None:
            return sentence.format(*found.groups())
    return message


class _Parser(argparse.ArgumentParser):
    """Wrong use ends with exit code 2; with --json it is told as one JSON document on standard output too."""

    as_json = False
    language = "en"

    def error(self, message: str) -> NoReturn:
        """Tell what was wrong and leave with exit code 2."""
        message = told(message, _Parser.language)
        if _Parser.as_json:
            import json

            sys.stdout.write(
                json.dumps({"error": {"code": "wrong_use", "message": message, "nearest": None}}) + "\n"
            )
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def build(language: str) -> argparse.ArgumentParser:
    """The parser with every verb, its help in ``language``."""
    parser = _Parser(
        prog="zhanggui",
        description={"zh": "掌柜：每天早上打开的一本账", "en": "Zhanggui: the books you open every morning"}[
            language
        ],
        epilog=EPILOG[language],
    )
    _everywhere(parser, top=True)
    parser.add_argument("--version", action="store_true")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    for name, options in VERBS.items():
        use = USES[language][name]
        verb = verbs.add_parser(name, help=use, description=use)
        options(verb)
        _everywhere(verb, top=False)
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; wrong use ends with exit code 2, no verb shows the help."""
    _Parser.as_json = "--json" in argv
    _Parser.language = _spoken(argv)
    parser = build(_Parser.language)
    arguments = parser.parse_args(argv)
    if arguments.version:
        from importlib.metadata import version

        sys.stdout.write(f"zhanggui {version('zhanggui')}\n")
        parser.exit(0)
    if arguments.verb is None:
        parser.print_help()
        parser.exit(2)
    return arguments
