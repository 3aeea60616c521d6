#!/usr/bin/env python3
"""Write base/test/zones.golden: what Python's zoneinfo says of every zone, as one digest a line.

The test computes the same digests from the compiled-in data: over pseudo-random instants of the years 1850 to
2198 for each zone, and over every half hour of two years (one beyond the transition tables) for some. Each
instant counts twice, as UTC and as local time. Run it again, on the same tzdata, after tools/zones.py.
"""

import datetime
import pathlib
import re
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parent.parent
DENSE = (
    "Africa/Cairo Africa/Casablanca America/New_York America/Nuuk America/Santiago America/St_Johns "
    "Asia/Gaza Asia/Kathmandu Australia/Lord_Howe Europe/Berlin Europe/Dublin Pacific/Chatham"
).split()
MASK = (1 << 64) - 1
EPOCH = datetime.datetime(1970, 1, 1)


def random_instants():
    x = 1
    for _ in range(200):
        x = (x * 6364136223846793005 + 1442695040888963407) & MASK
        yield -3786912000 + (x >> 20) % 11000000000


def dense_instants():
    for start in (1767225600, 2524608000):  # 2026 and 2050
        yield from range(start, start + 365 * 86400, 1800)


def digest(zone, instants):
    h = 0xCBF29CE484222325
    for t in instants:
        naive = EPOCH + datetime.timedelta(seconds=t)
        at = naive.replace(tzinfo=datetime.timezone.utc).astimezone(zone)
        for offset in (at.utcoffset(), naive.replace(tzinfo=zone).utcoffset()):
            h = ((h ^ (int(offset.total_seconds()) & MASK)) * 0x100000001B3) & MASK
    return h


def main():
    source = (ROOT / "base" / "src" / "zone_data.c").read_text()
    names = re.findall(r'\{"([^"]+)", \d+\}', source)
    lines = [f"{name} {digest(zoneinfo.ZoneInfo(name), random_instants()):016x}" for name in names]
    lines += [f"{name} {digest(zoneinfo.ZoneInfo(name), dense_instants()):016x}" for name in DENSE]
    (ROOT / "base" / "test" / "zones.golden").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
