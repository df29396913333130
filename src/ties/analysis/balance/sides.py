"""Who is held against whom."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sides:
    """The two sides of a balance of power.

    Attributes
    ----------
    focal, rival : str
        Codes of the two states compared.
    coalition : list of str
        Partners of the focal state counted in full, beside the United States.
    us_share : float
        Share of US power that counts, 0 to 1.
    """

    focal: str
    rival: str
    coalition: list[str] = field(default_factory=list)
    us_share: float = 0.0
