"""Packs files into a zip: handIn.py TARGET < [["name in it", "file"], ...]"""

import json
import sys
from zipfile import ZIP_DEFLATED, ZipFile

with ZipFile(sys.argv[1], "w", ZIP_DEFLATED) as packed:
    for name, file in json.load(sys.stdin):
        packed.write(file, name)
