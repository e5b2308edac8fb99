"""An archive whose list of files is whole, and whose one file is damaged."""

import zipfile
from io import BytesIO


def damaged(name: str, packing: int) -> bytes:
    """A zip of one file, packed in this way, its middle bytes overwritten."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        archive.writestr(name, " ".join(map(str, range(1000))))
        size, begins = archive.infolist()[0].compress_size, 30 + len(name)
    changed = bytearray(content.getvalue())
    # the first nine bytes say how LZMA is packed
    changed[begins + 9 : begins + size] = b"\xff" * (size - 9)
    return bytes(changed)
