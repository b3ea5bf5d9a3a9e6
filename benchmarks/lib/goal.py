"""One thing that Convoy asks of itself, beside what was measured."""

import dataclasses

from lib.report import table


@dataclasses.dataclass(frozen=True)
class Goal:
    """{@code met} is nothing where the figure is told and not judged."""

    words: str
    measured: str
    met: bool | None

    @staticmethod
    def without_figure(words, why="the run failed"):
        return Goal(words, f"no figure: {why}", False)


def table_of(goals):
    verdicts = {True: "yes", False: "**no**", None: "–"}
    return table(["goal", "measured", "met"], [[goal.words, goal.measured, verdicts[goal.met]] for goal in goals]) if goals else ""
