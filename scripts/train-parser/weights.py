"""Writes named arrays in the program's format of weights: see src/syntax/weights.h."""
import struct
import numpy as np


class Weights:
    def __init__(self):
        self.arrays = []

    def add(self, name, values, kind):
        """kind 0: float32; 1: float16; 2: int8 with a scale a row."""
        values = np.atleast_2d(np.asarray(values, dtype=np.float32))
        if kind == 2:
            scale = np.maximum(np.abs(values).max(1), 1e-12) / 127
            data = scale.astype("<f4").tobytes() + np.clip(np.rint(values / scale[:, None]), -127, 127).astype(np.int8).tobytes()
        else:
            data = values.astype("<f4" if kind == 0 else "<f2").tobytes()
        self.arrays.append((name, kind, *values.shape, data))

    def strings(self, name, values):
        data = "\n".join(values).encode()
        self.arrays.append((name, 3, len(values), len(data), data))

    def write(self, path):
        """Returns the number of bytes."""
        payload = struct.pack("<I", len(self.arrays))
        for name, kind, rows, columns, data in self.arrays:
            payload += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BII", kind, rows, columns) + data
        # FNV-1a over words of 8 bytes, the tail over bytes.
        h, prime, mask = 14695981039346656037, 1099511628211, (1 << 64) - 1
        whole = len(payload) // 8 * 8
        for (w,) in struct.iter_unpack("<Q", payload[:whole]):
            h = ((h ^ w) * prime) & mask
        for b in payload[whole:]:
            h = ((h ^ b) * prime) & mask
        with open(path, "wb") as f:
            f.write(b"RLNW" + struct.pack("<IQ", 1, h) + payload)
        return len(payload) + 16
