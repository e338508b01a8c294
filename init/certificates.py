"""A private certificate authority and the one server certificate that Trino and the gateway show."""

import subprocess
from pathlib import Path

SERVER_NAMES = "DNS:trino,DNS:gateway,DNS:minio,DNS:localhost,IP:127.0.0.1"
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
# Clients refuse server certificates that are valid for longer.
SERVER_DAYS, CA_DAYS = 825, 3650
RENEW_BEFORE_SECONDS = 60 * 24 * 3600


class Certificates:
    """Keys and certificates in one folder, made when they are missing and renewed before they expire."""

    NAMES = ("ca", "certificate")

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def forget(self, names: list[str]) -> None:
        """Have the server's certificate, or with `ca` both, made anew."""
        if "ca" in names:
            (self.folder / "ca.pem").unlink(missing_ok=True)
        if set(names) & set(self.NAMES):
            (self.folder / "server.pem").unlink(missing_ok=True)

    def ca(self) -> str:
        """The authority's certificate as PEM."""
        if not self._valid("ca.pem"):
            self._openssl(
                *("req", "-x509", *KEY, "-keyout", "ca.key", "-out", "ca.new", "-days", str(CA_DAYS)),
                *("-subj", "/CN=movies lakehouse private CA"),
                *("-addext", "basicConstraints=critical,CA:TRUE,pathlen:0"),
                *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
            )
            self._keep("ca.new", "ca.pem")
            (self.folder / "server.pem").unlink(missing_ok=True)
        return (self.folder / "ca.pem").read_text()

    def server(self) -> str:
        """The server's key and certificate, in this order, as one PEM."""
        if not self._valid("server.pem"):
            self._openssl("req", *KEY, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=movies lakehouse")
            (self.folder / "server.ext").write_text(
                f"subjectAltName={SERVER_NAMES}\nbasicConstraints=CA:FALSE\n"
                "extendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\n"
            )
            self._openssl(
                *("x509", "-req", "-in", "server.csr", "-extfile", "server.ext", "-days", str(SERVER_DAYS)),
                *("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.crt"),
            )
            both = (self.folder / "server.key").read_text() + (self.folder / "server.crt").read_text()
            (self.folder / "server.new").write_text(both)
            self._keep("server.new", "server.pem")
        return (self.folder / "server.pem").read_text()

    def _valid(self, name: str) -> bool:
        if not (self.folder / name).exists():
            return False
        check = ["openssl", "x509", "-noout", "-in", name, "-checkend", str(RENEW_BEFORE_SECONDS)]
        return subprocess.run(check, cwd=self.folder, capture_output=True).returncode == 0

    def _keep(self, new: str, name: str) -> None:
        (self.folder / new).replace(self.folder / name)

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)
