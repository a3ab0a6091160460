"""Files that lie beside exports in a folder of downloads and can hold no table: pictures, documents, programs."""

from pathlib import PurePath

_PICTURES = (
    "jpg jpeg png gif webp bmp heic heif tif tiff svg ico avif psd ai eps cdr sketch fig raw cr2 nef dng"
)
_FILMS = "mp4 mov avi mkv wmv flv webm m4v mpg mpeg 3gp mp3 wav m4a aac flac ogg wma amr srt draft prproj"
_DOCUMENTS = (
    "pdf doc docx ppt pptx pps ppsx key pages wps dps epub mobi rtf odt odp vsd vsdx xmind eml msg json md"
)
_PROGRAMS = (
    "exe msi dmg pkg apk ipa iso img deb rpm appimage jar bat dll app torrent lnk url ttf otf woff woff2 crx"
)
_NO_TABLE = frozenset(
    f".{end}" for ends in (_PICTURES, _FILMS, _DOCUMENTS, _PROGRAMS) for end in ends.split()
)


def aside(name: str) -> bool:
    """Whether a file of this name can hold no table: it need not be opened."""
    return PurePath(name).suffix.lower() in _NO_TABLE
