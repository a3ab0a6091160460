"""Results come in as codes and numbers; sentences in zh-CN and English, HTML, xlsx and messages go out.

All wording of the product lives in `reports.messages`. `app`, `cli` and `web` call it.
"""
