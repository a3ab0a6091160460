"""`python -m zhanggui`: the same door as the `zhanggui` command."""

from zhanggui.cli import main

if __name__ == "__main__":
    main()
