"""An axis of time: where on a drawing a second is, and which seconds have a tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, log10

START, END = 152, 792  # pixels: where the axis begins and ends
STEPS = 12  # ticks, at most, besides the one at 0
SHORTEST = 1e-9  # seconds
SLOT = 4  # pixels: of what happens nearer together, one is drawn


@dataclass(frozen=True, slots=True)
class Axis:
    """The seconds from 0 to the last one, evenly along a line."""

    last: float

    @property
    def end(self) -> float:
        """Return where the axis ends: a moment would be no line, so it is a second."""
        return self.last if self.last > SHORTEST else 1

    def x(self, time: float) -> float:
        """Return where a time is, in pixels."""
        return round(START + (END - START) * time / self.end, 1)

    def ticks(self) -> list[float]:
        """Return round numbers, evenly spaced, from 0 on.

        >>> Axis(12).ticks()[-1], Axis(0.9).ticks()[:3]
        (12.0, [0.0, 0.1, 0.2])
        """
        least = self.end / STEPS
        power = 10.0 ** ceil(log10(least))
        step = min(s for s in (power, power / 2, power / 5) if s >= least * (1 - 1e-9))
        return [n * step for n in range(int(self.end / step + 1e-9) + 1)]

    def apart(self, times: Iterable[float]) -> list[float]:
        """Return times that can be told apart: of those that are too near, one.

        >>> Axis(1000).apart([0, 1, 20, 21.5])
        [0, 20]
        """
        slot = self.end * SLOT / (END - START)
        slots: dict[int, float] = {}
        for time in times:
            slots.setdefault(int(time / slot), time)
        return list(slots.values())
