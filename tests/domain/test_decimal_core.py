"""The core that the bench measures against is the same core: in Decimal it comes to the same cents."""

from tests.bench.decimal_core import apart


def test_the_core_in_decimal_comes_to_the_same_cents() -> None:
    whole, decimal = (apart(kind, 130, 0) for kind in ("int", "decimal"))
    assert whole.digest == decimal.digest
