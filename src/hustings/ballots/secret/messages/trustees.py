"""``trustees.json`` and ``public_creds.json``: whose keys hide the votes, and whose credentials may sign ballots."""

from dataclasses import dataclass

from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.messages.proofs import Proof, read_proof
from hustings.ballots.secret.messages.spelling import Reader, compact, read_json


@dataclass(frozen=True, slots=True)
class TrusteeKey:
    """A trustee's public key with the proof that its owner knows the exponent; signed in threshold keys of 3.x."""

    pok: Proof
    public_key: Element
    signature: Proof | None = None
    name: str | None = None

    def json(self, group: Group) -> dict[str, object]:
        """As messages have it."""
        return {
            "pok": self.pok.json(),
            "public_key": group.text(self.public_key),
            **({} if self.signature is None else {"signature": self.signature.json()}),
            **({} if self.name is None else {"name": self.name}),
        }


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A text and its signature by the key of a certificate."""

    message: str
    signature: Proof

    def json(self) -> dict[str, object]:
        """As messages have it."""
        return {"message": self.message, "signature": self.signature.json()}


@dataclass(frozen=True, slots=True)
class Context:
    """What a certificate of 2.5.1 and later is bound to; ``index`` counts from 1."""

    group: str
    size: int
    threshold: int
    index: int

    def json(self) -> dict[str, object]:
        """As certificates have it."""
        return {
            "group": self.group,
            "size": self.size,
            "threshold": self.threshold,
            "index": self.index,
        }


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate's message says: the keys for signatures and for encryption, and (2.5.1) the context."""

    verification: Element
    encryption: Element
    context: Context | None = None

    def text(self, group: Group) -> str:
        """The message that is signed."""
        context = {} if self.context is None else {"context": self.context.json()}
        keys = {
            "verification": group.text(self.verification),
            "encryption": group.text(self.encryption),
        }
        return compact({**context, **keys})


@dataclass(frozen=True, slots=True)
class SingleTrustee:
    """A trustee without whom nothing is decrypted."""

    key: TrusteeKey

    def json(self, group: Group) -> list[object]:
        """As ``trustees.json`` has it."""
        return ["Single", self.key.json(group)]


@dataclass(frozen=True, slots=True)
class Pedersen:
    """Trustees of whom ``threshold`` are enough; ``signatures`` only in the format of 2.5.1 and later."""

    threshold: int
    certs: tuple[SignedMessage, ...]
    coefexps: tuple[SignedMessage, ...]
    signatures: tuple[Proof, ...] | None
    verification_keys: tuple[TrusteeKey, ...]

    def json(self, group: Group) -> list[object]:
        """As ``trustees.json`` has it."""
        signatures = self.signatures
        return [
            "Pedersen",
            {
                "threshold": self.threshold,
                "certs": [one.json() for one in self.certs],
                "coefexps": [one.json() for one in self.coefexps],
                **(
                    {} if signatures is None else {"signatures": [one.json() for one in signatures]}
                ),
                "verification_keys": [one.json(group) for one in self.verification_keys],
            },
        ]


Trustees = tuple[SingleTrustee | Pedersen, ...]


@dataclass(frozen=True, slots=True)
class PublicCredential:
    """The key that a voter's ballots are signed with, and what they weigh."""

    key: Element
    weight: int | None = None

    def text(self, group: Group) -> str:
        """As ``public_creds.json`` has it."""
        weight = "" if self.weight is None else f",{self.weight}"
        return group.text(self.key) + weight


def trustees_bytes(trustees: Trustees, group: Group) -> bytes:
    """``trustees.json``."""
    return compact([one.json(group) for one in trustees]).encode()


def credentials_bytes(credentials: tuple[PublicCredential, ...], group: Group) -> bytes:
    """``public_creds.json``."""
    return compact([one.text(group) for one in credentials]).encode()


def read_trustees(reader: Reader, raw: bytes) -> Trustees:
    """Read ``trustees.json``; members and proofs are for the check to say."""
    return reader.many(read_json(raw), lambda one: _read_trustee(reader, one))


def _read_trustee(reader: Reader, value: object) -> SingleTrustee | Pedersen:
    kind, inside = reader.items(value, 2)
    match kind:
        case "Single":
            return SingleTrustee(read_key(reader, inside))
        case "Pedersen":
            return _read_pedersen(reader, inside)
        case _:
            raise ValueError(f"trustees of kind {kind!r} are unknown")


def _read_pedersen(reader: Reader, value: object) -> Pedersen:
    found = _in_any_order(
        reader,
        value,
        ("threshold", "certs", "coefexps", "verification_keys"),
        ("signatures",),
    )
    signatures = found.get("signatures")
    return Pedersen(
        reader.small(found["threshold"]),
        reader.many(found["certs"], lambda one: read_signed(reader, one)),
        reader.many(found["coefexps"], lambda one: read_signed(reader, one)),
        None
        if signatures is None
        else reader.many(signatures, lambda one: read_proof(reader, one)),
        reader.many(found["verification_keys"], lambda one: read_key(reader, one)),
    )


def _in_any_order(
    reader: Reader, value: object, needed: tuple[str, ...], optional: tuple[str, ...]
) -> dict[str, object]:
    """Releases put the optional fields in different places."""
    lenient = Reader(reader.group, lenient=True)
    found = lenient.fields(value, needed, optional)
    for what in lenient.warnings:
        if what.startswith("unknown"):
            reader.departs(what)
    return found


def read_key(reader: Reader, value: object) -> TrusteeKey:
    """A trustee's public key."""
    found = _in_any_order(reader, value, ("pok", "public_key"), ("signature", "name"))
    signature, name = found.get("signature"), found.get("name")
    return TrusteeKey(
        read_proof(reader, found["pok"]),
        reader.element(found["public_key"]),
        None if signature is None else read_proof(reader, signature),
        None if name is None else reader.string(name),
    )


def read_signed(reader: Reader, value: object) -> SignedMessage:
    """A signed text."""
    found = reader.fields(value, ("message", "signature"))
    return SignedMessage(reader.string(found["message"]), read_proof(reader, found["signature"]))


def read_certificate(reader: Reader, message: str) -> Certificate:
    """What a certificate's message says."""
    found = _in_any_order(reader, read_json(message), ("verification", "encryption"), ("context",))
    context = found.get("context")
    return Certificate(
        reader.element(found["verification"]),
        reader.element(found["encryption"]),
        None if context is None else _read_context(reader, context),
    )


def _read_context(reader: Reader, value: object) -> Context:
    found = reader.fields(value, ("group", "size", "threshold", "index"))
    return Context(
        reader.string(found["group"]),
        reader.small(found["size"]),
        reader.small(found["threshold"]),
        reader.small(found["index"]),
    )


def read_coefficients(reader: Reader, message: str) -> tuple[Element, ...]:
    """The committed coefficients of a trustee's polynomial, the constant one first."""
    found = reader.fields(read_json(message), ("coefexps",))
    return reader.many(found["coefexps"], reader.element)


def coefficients_text(coefficients: tuple[Element, ...], group: Group) -> str:
    """The message that a trustee signs about its polynomial."""
    return compact({"coefexps": [group.text(one) for one in coefficients]})


def read_credentials(reader: Reader, raw: bytes) -> tuple[PublicCredential, ...]:
    """Read ``public_creds.json``: keys, each perhaps with a weight."""
    return reader.many(read_json(raw), lambda one: _read_credential(reader, reader.string(one)))


def _read_credential(reader: Reader, text: str) -> PublicCredential:
    key, comma, weight = text.partition(",")
    if not comma:
        return PublicCredential(reader.element(key))
    if not weight.isascii() or not weight.isdigit() or len(weight) > 40:
        raise ValueError(f"{weight[:40]!r} is not the weight of a voter")
    if weight != str(int(weight)):
        reader.departs("a weight in another spelling")
    return PublicCredential(reader.element(key), int(weight))
