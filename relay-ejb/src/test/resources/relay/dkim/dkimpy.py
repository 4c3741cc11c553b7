"""Lets dkimpy judge or make signatures, for DkimpyTest.

verify FOLDER: prints "file index True|False" for every signature of every *.eml in the folder.
sign FOLDER:   signs every *.eml in all four canonicalizations with rsa.pem and ed25519.key, as *.signed.
keys.txt in the folder holds one "name record" a line.
"""

import pathlib
import sys

import dkim

folder = pathlib.Path(sys.argv[2])
records = dict(line.split(" ", 1) for line in (folder / "keys.txt").read_text().splitlines())


def txt(name, timeout=5):
    return records.get(name.decode().rstrip("."), "").encode()


def verify(path):
    message = path.read_bytes()
    for index in range(2):
        print(path.name, index, dkim.DKIM(message).verify(idx=index, dnsfunc=txt))


def sign(path):
    message = path.read_bytes()
    keys = [("rsa2026", b"rsa-sha256", "rsa.pem"), ("ed2026", b"ed25519-sha256", "ed25519.key")]
    for header in (b"simple", b"relaxed"):
        for body in (b"simple", b"relaxed"):
            for selector, algorithm, key in keys:
                signature = dkim.sign(
                    message,
                    selector.encode(),
                    b"example.org",
                    (folder / key).read_bytes(),
                    canonicalize=(header, body),
                    signature_algorithm=algorithm,
                )
                name = "%s-%s-%s-%s.signed" % (path.stem, header.decode(), body.decode(), selector)
                (folder / name).write_bytes(signature + message)


for eml in sorted(folder.glob("*.eml")):
    {"verify": verify, "sign": sign}[sys.argv[1]](eml)
