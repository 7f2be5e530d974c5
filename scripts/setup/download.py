"""Downloads ADDRESS to TARGET and checks its SHA256; goes on where an earlier, interrupted download stopped.

Prints the percentage as it grows. In Python because urllib honours the machine's proxies and certificates; Node 20's
fetch knows no proxies.
"""

import hashlib
import os
import sys
import time
import urllib.error
import urllib.request

ATTEMPTS = 5
CHUNK = 1 << 20


def main(address, sha256, target):
    part = target + ".part"
    for attempt in range(1, ATTEMPTS + 1):
        try:
            fetch(address, part)
            break
        except urllib.error.HTTPError as error:
            if error.code != 416:  # the part is complete already: the hash decides
                sys.exit(f"{address} answers {error.code} {error.reason}.")
            break
        except BrokenPipeError:  # nobody reads the percentages: set-up was killed
            sys.exit(1)
        except OSError as error:
            if attempt == ATTEMPTS:
                sys.exit(f"{address} cannot be read: {error}. What has arrived is kept; run the same command again.")
            time.sleep(attempt)
    if digest(part) != sha256:
        os.remove(part)
        sys.exit(f"{address} is not the expected file (its SHA-256 differs); it was removed.")
    os.replace(part, target)


def fetch(address, part):
    have = os.path.getsize(part) if os.path.exists(part) else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        if answer.status != 206:  # None for file://, 200 from a server without ranges: the whole file comes
            have = 0
        total = have + int(answer.headers["Content-Length"])
        with open(part, "ab" if have else "wb") as file:
            shown = -1
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                have += len(chunk)
                if (percent := 100 * have // total) != shown:
                    print(shown := percent, flush=True)
    if have < total:
        raise OSError(f"the connection closed after {have} of {total} bytes")


def digest(path):
    with open(path, "rb") as file:
        sha = hashlib.sha256()
        while chunk := file.read(CHUNK):
            sha.update(chunk)
        return sha.hexdigest()


main(*sys.argv[1:])
