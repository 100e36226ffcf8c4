"""The memory that both ends share."""

from __future__ import annotations

import mmap
import os
import secrets
import stat
import struct
import tempfile
from dataclasses import dataclass

import pyarrow as pa

from .._errors import RingError
from ._protocol import VERSION

_MAGIC = b"MILLRING"
_HEADER = struct.Struct("<8sIIQQQQ")
_PAGE = 4096
_TABLE = 4096
_ENTRY = 64
_WORD = struct.Struct("<Q")
_SHARED_MEMORY = "/dev/shm"


@dataclass(frozen=True)
class Geometry:
    """How many slots, and how large."""

    slots: int
    slot_bytes: int

    def __post_init__(self) -> None:
        if not 2 <= self.slots <= 1024 or self.slot_bytes < _PAGE or self.slot_bytes % _PAGE:
            raise RingError(
                "A ring has 2 to 1,024 slots, of a multiple of 4,096 bytes:"
                f" slots={self.slots}, slot_bytes={self.slot_bytes}."
            )

    @property
    def data_offset(self) -> int:
        """Where slot 0 begins."""
        return -(-(_TABLE + self.slots * _ENTRY) // _PAGE) * _PAGE

    @property
    def segment_bytes(self) -> int:
        """Everything together."""
        return self.data_offset + self.slots * self.slot_bytes


class Segment:
    """A mapped segment. The map goes with the last buffer on it."""

    def __init__(self, descriptor: int, geometry: Geometry, writable: bool) -> None:
        access = mmap.ACCESS_WRITE if writable else mmap.ACCESS_READ
        self.geometry = geometry
        self._memory = mmap.mmap(descriptor, geometry.segment_bytes, access=access)
        self._buffer = pa.py_buffer(self._memory)

    def sequence(self, slot: int) -> int:
        """The sequence word of a slot."""
        return int(_WORD.unpack_from(self._memory, _TABLE + slot * _ENTRY)[0])

    def length(self, slot: int) -> int:
        """The length word of a slot."""
        return int(_WORD.unpack_from(self._memory, _TABLE + slot * _ENTRY + 8)[0])

    def set_sequence(self, slot: int, value: int) -> None:
        """Writes the sequence word of a slot."""
        _WORD.pack_into(self._memory, _TABLE + slot * _ENTRY, value)

    def set_length(self, slot: int, value: int) -> None:
        """Writes the length word of a slot."""
        _WORD.pack_into(self._memory, _TABLE + slot * _ENTRY + 8, value)

    def writable_slot(self, slot: int) -> pa.Buffer:
        """The whole slot, to be written in."""
        begin = self._begin(slot)
        view = memoryview(self._memory)[begin : begin + self.geometry.slot_bytes]
        return pa.py_buffer(view)

    def payload(self, slot: int, length: int, owner: object) -> pa.Buffer:
        """A slot's payload in place; ``owner`` lives as long as any buffer on it."""
        address = self._buffer.address + self._begin(slot)
        return pa.foreign_buffer(address, length, base=(self, owner))

    def _begin(self, slot: int) -> int:
        return self.geometry.data_offset + slot * self.geometry.slot_bytes


def create(geometry: Geometry, writable: bool) -> tuple[Segment, str, int]:
    """A new segment, its path and its token; all of its memory is there."""
    folder = _SHARED_MEMORY if os.path.isdir(_SHARED_MEMORY) else tempfile.gettempdir()
    path = os.path.join(folder, f"millrace-ring-{secrets.token_hex(8)}")
    token = secrets.randbits(64)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, geometry.segment_bytes)
        header = _HEADER.pack(
            _MAGIC,
            VERSION,
            geometry.slots,
            geometry.slot_bytes,
            geometry.data_offset,
            geometry.segment_bytes,
            token,
        )
        os.pwrite(descriptor, header, 0)
        return Segment(descriptor, geometry, writable), path, token
    except OSError as error:
        os.unlink(path)
        raise RingError(
            f"A ring's memory must be there before it is used: folder={folder},"
            f" bytes={geometry.segment_bytes}, cause={error}. Make room, or make the ring smaller."
        ) from None
    finally:
        os.close(descriptor)


def attach(path: str, token: int, writable: bool) -> Segment:
    """The segment that a server has made; raises RingError with what is not right about it."""
    flags = (os.O_RDWR if writable else os.O_RDONLY) | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise RingError(f"A segment can be opened: path={path}, cause={error}.") from None
    try:
        return Segment(descriptor, _checked(descriptor, path, token), writable)
    finally:
        os.close(descriptor)


def _checked(descriptor: int, path: str, token: int) -> Geometry:
    status = os.fstat(descriptor)
    private = stat.S_ISREG(status.st_mode) and not status.st_mode & 0o077
    if not private or status.st_uid != os.getuid():
        raise RingError(
            "A segment is a file of this user with no rights for others:"
            f" path={path}, mode={status.st_mode:o}, user={status.st_uid}."
        )
    if status.st_size < _PAGE:
        raise RingError(f"A segment has a header: path={path}, bytes={status.st_size}.")
    magic, version, slots, slot_bytes, offset, size, found = _HEADER.unpack(
        os.pread(descriptor, _HEADER.size, 0)
    )
    if magic != _MAGIC or version != VERSION or found != token:
        raise RingError(
            "A segment is the one that was offered:"
            f" magic={magic!r}, version={version}, token={'right' if found == token else 'wrong'}."
        )
    geometry = Geometry(slots, slot_bytes)
    expected = (geometry.data_offset, geometry.segment_bytes, geometry.segment_bytes)
    if (offset, size, status.st_size) != expected:
        raise RingError(
            "A segment's numbers fit each other:"
            f" expected={expected}, found={(offset, size, status.st_size)}."
        )
    return geometry
