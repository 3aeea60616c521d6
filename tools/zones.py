#!/usr/bin/env python3
"""Write base/src/zone_data.c from the compiled time zones of this machine (Debian's tzdata).

    tools/zones.py            write the file
    tools/zones.py --check    exit 1 when the file differs from what would be written

Aliases share one body. Of a zone's transitions those are kept that change the offset and that the rule for
later years (the POSIX footer of the TZif file, RFC 8536) does not give anyway.
"""

import argparse
import calendar
import datetime
import pathlib
import re
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "base" / "src" / "zone_data.c"
SKIPPED = {"posix", "right", "posixrules", "localtime", "Factory", "leapseconds"}
BIG_BANG = -(1 << 55)  # some files begin with a made-up transition before this


def read_tzif(data):
    """The 64-bit block: [(instant, offset)], the offset before the first, the footer."""

    def header(at):
        magic, version, *counts = struct.unpack(">4sc15x6l", data[at : at + 44])
        if magic != b"TZif" or version < b"2":
            raise ValueError("not a TZif file of version 2 or later")
        return counts

    isut, isstd, leap, times, types, chars = header(0)
    at = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    isut, isstd, leap, times, types, chars = header(at)
    if leap:
        raise ValueError("has leap seconds")
    at += 44
    instants = struct.unpack(f">{times}q", data[at : at + times * 8])
    at += times * 8
    kinds = data[at : at + times]
    at += times
    offsets = [struct.unpack(">l", data[at + i * 6 : at + i * 6 + 4])[0] for i in range(types)]
    at += types * 6 + chars + leap * 12 + isstd + isut
    footer = data[at:].decode("ascii").strip("\n")
    transitions = [(t, offsets[k]) for t, k in zip(instants, kinds)]
    return transitions, offsets[0], footer


def parse_clock(text):
    sign = -1 if text.startswith("-") else 1
    parts = [int(p) for p in text.lstrip("+-").split(":")]
    return sign * sum(p * s for p, s in zip(parts, (3600, 60, 1)))


def parse_footer(footer):
    """(standard, summer, to_summer, to_standard); a change is (month, week, weekday, time), or None."""
    name = r"(?:<[^>]+>|[A-Za-z]+)"
    clock = r"[+-]?\d+(?::\d+){0,2}"
    match = re.fullmatch(rf"{name}({clock})(?:{name}({clock})?,([^,]+),([^,]+))?", footer)
    if not match:
        raise ValueError(f"rule {footer!r} is not understood")
    standard = -parse_clock(match[1])
    if not match[3]:
        return standard, standard, None, None
    summer = -parse_clock(match[2]) if match[2] else standard + 3600

    def change(text):
        m = re.fullmatch(rf"M(\d+)\.(\d+)\.(\d+)(?:/({clock}))?", text)
        if not m:
            raise ValueError(f"change {text!r} is not understood")
        return int(m[1]), int(m[2]), int(m[3]), parse_clock(m[4]) if m[4] else 7200

    return standard, summer, change(match[3]), change(match[4])


def change_at(year, change, offset_before):
    month, week, weekday, time = change
    first = (calendar.weekday(year, month, 1) + 1) % 7  # 0 is Sunday
    day = 1 + (weekday - first) % 7 + (week - 1) * 7
    while day > calendar.monthrange(year, month)[1]:
        day -= 7
    midnight = (datetime.date(year, month, day) - datetime.date(1970, 1, 1)).days * 86400
    return midnight + time - offset_before


def rule_changes(rule, year):
    standard, summer, to_summer, to_standard = rule
    if to_summer is None:
        return []
    return [
        (change_at(year, to_summer, standard), summer, standard),
        (change_at(year, to_standard, summer), standard, summer),
    ]


def drop_what_the_rule_gives(transitions, rule):
    """Drop the tail: transitions that the rule repeats, each straight after the one before it."""
    if rule[2] is None:
        return transitions
    changes = {c[0]: c for year in range(1900, 2101) for c in rule_changes(rule, year)}
    instants = sorted(changes)
    kept = list(transitions)
    while len(kept) > 1:
        (before, offset_before), (at, offset) = kept[-2:]
        if at not in changes or changes[at][1:] != (offset, offset_before):
            break
        if any(before < i < at for i in instants):
            break
        kept.pop()
    return kept


def body_of(path):
    transitions, initial, footer = read_tzif(path.read_bytes())
    rule = parse_footer(footer)
    kept = []
    offset = initial
    for at, after in transitions:
        if at < BIG_BANG:
            initial = offset = after
        elif after != offset:
            kept.append((at, after))
            offset = after
    if rule[2] is None and offset != rule[0]:
        raise ValueError(f"{path}: the last offset is not the rule's")
    return initial, tuple(drop_what_the_rule_gives(kept, rule)), rule


def find_zones(directory):
    zones = {}
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if name.split("/")[0] in SKIPPED or not path.is_file():
            continue
        with path.open("rb") as file:
            if file.read(4) == b"TZif":
                zones[name] = body_of(path)
    return dict(sorted(zones.items(), key=lambda item: item[0].encode()))


def wrapped(items):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > 100:
            lines.append(line)
            line = "   "
        line += f" {item},"
    lines.append(line)
    return "\n".join(lines)


def change_text(change):
    return "{0}" if change is None else "{%d, %d, %d, %d}" % change


def generate(directory):
    version = (directory / "tzdata.zi").open().readline().split()[-1]
    zones = find_zones(directory)
    bodies = list(dict.fromkeys(zones.values()))
    body_numbers = {body: i for i, body in enumerate(bodies)}
    rules = list(dict.fromkeys(body[2] for body in bodies))
    instants, offsets, rows = [], [], []
    for initial, transitions, rule in bodies:
        rows.append(f"{{{len(instants)}, {len(transitions)}, {initial}, {rules.index(rule)}}}")
        instants += [t[0] for t in transitions]
        offsets += [t[1] for t in transitions]
    rule_rows = [
        "{%d, %d, %s, %s}" % (r[0], r[1], change_text(r[2]), change_text(r[3])) for r in rules
    ]
    zone_rows = [f'{{"{name}", {body_numbers[body]}}}' for name, body in zones.items()]
    return f"""/* Generated by tools/zones.py from the tz database (public domain), release {version}. Do not edit. */
/* clang-format off */
#include "zone_data.h"

const char zone_data_release[] = "{version}";

const int64_t zone_data_instants[] = {{
{wrapped(map(str, instants))}
}};

const int32_t zone_data_offsets[] = {{
{wrapped(map(str, offsets))}
}};

const struct zone_rule zone_data_rules[] = {{
{wrapped(rule_rows)}
}};

const struct zone_body zone_data_bodies[] = {{
{wrapped(rows)}
}};

const struct zone zone_data_zones[] = {{
{wrapped(zone_rows)}
}};

const size_t zone_data_zone_count = {len(zones)};
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--zoneinfo", default="/usr/share/zoneinfo", type=pathlib.Path)
    options = parser.parse_args()
    text = generate(options.zoneinfo)
    if options.check:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            release = text.split("release ")[1].split(".")[0]
            print(f"{OUTPUT.relative_to(ROOT)} is not what tz release {release} gives: "
                  "run tools/zones.py", file=sys.stderr)
            return 1
        return 0
    OUTPUT.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
