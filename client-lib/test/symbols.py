#!/usr/bin/env python3
"""libbaton.so shows the functions that its header marks BATON_API, all of them and nothing else."""
import re
import subprocess
import sys

library, header = sys.argv[1:]
with open(header, encoding='utf-8') as f:
    text = re.sub(r'/\*.*?\*/', '', f.read(), flags=re.S)
wanted = set(re.findall(r'BATON_API\s+[^;(]*?\b(baton_\w+)\(', text))
out = subprocess.run(['nm', '-D', '--defined-only', library], capture_output=True, text=True, check=True).stdout
# The sanitizers' own symbols are there in debug builds.
seen = {name for name in (line.split()[-1] for line in out.splitlines()) if not name.startswith(('__', '_'))}
for name in sorted(wanted - seen):
    print(f'missing: {name}')
for name in sorted(seen - wanted):
    print(f'should be hidden: {name}')
print(f'{len(wanted)} functions')
sys.exit(0 if wanted and wanted == seen else 1)
