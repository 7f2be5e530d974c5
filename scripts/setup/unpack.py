"""Unpacks from a TensorFlow WHEEL what tfjs-node needs to FOLDER: two libraries in lib/, the C headers in include/."""

import os
import shutil
import sys
import zipfile

HEADERS = ("tensorflow/c/", "tensorflow/core/platform/", "tsl/platform/", "xla/tsl/c/")
LIBRARIES = {"libtensorflow.so": "libtensorflow_cc.so.2", "libtensorflow_framework.so": "libtensorflow_framework.so.2"}


def main(wheel, folder):
    partial = folder + ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            path = entry.filename.removeprefix("tensorflow/include/")
            if path != entry.filename and path.startswith(HEADERS) and not entry.is_dir():
                extract(archive, entry, os.path.join(partial, "include", path))
        for link, library in LIBRARIES.items():
            extract(archive, archive.getinfo("tensorflow/" + library), os.path.join(partial, "lib", library))
            os.symlink(library, os.path.join(partial, "lib", link))
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(partial, folder)


def extract(archive, entry, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with archive.open(entry) as source, open(target, "wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)


main(*sys.argv[1:])
