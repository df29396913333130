"""The bytes of a file, taken with care: size limits, archives that cannot burst, no path is ever followed."""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ties.tables.importers.reading import ImportRefusedError

LARGEST = 512 * 2**20
MEMBERS = 2000
ZIP, GZIP, BZIP2, XZ = b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"


@dataclass(frozen=True)
class Content:
    """Name and bytes of a file, or of a member of an archive."""

    name: str
    data: bytes

    @property
    def head(self) -> bytes:
        """Give the first bytes, enough to tell a format."""
        return self.data[: 2**16]

    @property
    def is_zip(self) -> bool:
        """Say whether it is a ZIP archive (a workbook is one too)."""
        return self.data.startswith(ZIP)

    @property
    def is_workbook(self) -> bool:
        """Say whether it is a workbook of the Office Open XML kind."""
        return self.is_zip and any(name == "xl/workbook.xml" for name in _names(self))


def read_content(path: str | Path) -> Content:
    """Read a file whole.

    Raises
    ------
    ImportRefusedError
        If it is empty, larger than half a gigabyte or no regular file.
    """
    path = Path(path)
    if not path.is_file():
        raise ImportRefusedError("is not a file", path.name)
    if path.stat().st_size > LARGEST:
        raise ImportRefusedError(f"file is larger than {LARGEST} bytes", path.name)
    data = path.read_bytes()
    if not data:
        raise ImportRefusedError("file is empty", path.name)
    return Content(path.name, data)


def members(archive: Content) -> list[Content]:
    """Give the files in a ZIP archive, in memory; nothing is unpacked to disk.

    Raises
    ------
    ImportRefusedError
        If the archive is broken or encrypted, has too many members, would be larger than half a gigabyte, names a
        member twice, or names one that points out of the archive or is a link.
    """
    found, room = [], LARGEST
    with _opened(archive) as opened:
        infos = opened.infolist()
        _check_names(infos)
        for info in infos:
            if info.is_dir():
                continue
            try:
                with opened.open(info) as stream:
                    data = stream.read(room + 1)
            except (
                zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, lzma.LZMAError, ValueError,
                RuntimeError,
            ) as error:  # fmt: skip
                raise ImportRefusedError(f"archive is broken ({error})", sheet=info.filename) from None
            room -= len(data)
            if room < 0:
                raise ImportRefusedError(f"archive unpacks to more than {LARGEST} bytes", sheet=info.filename)
            found.append(Content(info.filename, data))
    return found


def decompress(content: Content) -> bytes:
    """Give the bytes of a file that may be packed with gzip, bzip2 or xz.

    Raises
    ------
    ImportRefusedError
        If it is broken, or would be larger than half a gigabyte.
    """
    data = content.data
    try:
        if data.startswith(GZIP):
            stream = zlib.decompressobj(wbits=31)
            plain, complete = stream.decompress(data, LARGEST + 1), stream.eof
        elif data.startswith((BZIP2, XZ)):
            other = bz2.BZ2Decompressor() if data.startswith(BZIP2) else lzma.LZMADecompressor(memlimit=LARGEST)
            plain = other.decompress(data, LARGEST + 1)
            complete = other.eof
        else:
            return data
    except (zlib.error, OSError, EOFError, lzma.LZMAError) as error:
        raise ImportRefusedError(f"packed file is broken ({error})", content.name) from None
    if len(plain) > LARGEST:
        raise ImportRefusedError(f"file unpacks to more than {LARGEST} bytes", content.name)
    if not complete:
        raise ImportRefusedError("packed file is cut short", content.name)
    return plain


def _opened(archive: Content) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(archive.data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ImportRefusedError(f"archive is broken ({error})", archive.name) from None


def _names(archive: Content) -> list[str]:
    with _opened(archive) as opened:
        return opened.namelist()


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MEMBERS:
        raise ImportRefusedError(f"archive has more than {MEMBERS} members")
    if sum(info.file_size for info in infos) > LARGEST:
        raise ImportRefusedError(f"archive unpacks to more than {LARGEST} bytes")
    seen: set[str] = set()
    for info in infos:
        # the name as written: zipfile itself turns backslashes on some systems only
        name = info.orig_filename
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\x00" in name:
            raise ImportRefusedError("member of the archive points out of it", name)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise ImportRefusedError("member of the archive is a link", name)
        if info.flag_bits & 1:
            raise ImportRefusedError("archive is encrypted", name)
        if name in seen:
            raise ImportRefusedError("member stands twice in the archive", name)
        seen.add(name)
