"""What a shop folder cannot do, each as an error that carries what a message needs."""


class NoShopFolderError(Exception):
    """There is no shop folder at that path, and none was to be made."""


class NothingToUndoError(Exception):
    """No load is left that could be taken back."""


class ShopUnknownError(Exception):
    """A file does not say which shop it is of, and several are possible. ``code`` is an Issue code."""

    code = "shop_unknown"

    def __init__(self, platform: str, name: str | None, choices: tuple[str, ...]) -> None:
        super().__init__(f"{platform} {name or ''}: {', '.join(choices)}")
        self.platform = platform
        self.name = name
        self.choices = choices
