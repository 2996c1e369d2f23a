"""Draw what a program has measured: an SVG in the folder where it runs.

Only here is matplotlib needed; without it a program prints the same.
Series differ in mark, dash or hatching, and not in their colour alone.
"""

import sys

COLOURS = ["#b0480f", "#1f5a8c", "#5f5a52", "#22201c", "#8f6a00"]
MARKS, DASHES = "osD^v", ["-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1))]
FILLS = ["#ffffff", "#e7a87c", "#9dbfdd", "#cfc8bb"]
HATCHES = ["", "////", "....", "xxxx"]
LOOK = {
    "svg.fonttype": "none",  # text that can be read, found and copied
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "hatch.linewidth": 0.6,
}


def spanish(x, places=None):
    """A number with a decimal comma and a true minus sign."""
    text = f"{x:.10g}" if places is None else f"{x:.{places}f}"
    return text.replace(".", ",").replace("-", "−")


def save(name, title, size, paint):
    """Write name.svg, the same for the same data; paint fills the axes."""
    path = f"{name}.svg"
    try:
        from matplotlib import style
        from matplotlib.figure import Figure

        with style.context(["default", LOOK, {"svg.hashsalt": name}]):
            figure = Figure(size, layout="constrained")
            axes = figure.subplots()
            axes.set_title(title, loc="left")
            paint(axes)
            marks, labels = axes.get_legend_handles_labels()
            if len(labels) > 1:
                fit = 76 // (max(map(len, labels)) + 9)  # in 6.4 inches
                figure.legend(
                    marks, labels, loc="outside lower left",
                    ncols=max(1, fit), frameon=False,
                )  # fmt: skip
            figure.savefig(path, metadata={"Title": title, "Date": None})
    except ImportError:
        problem = "there is no matplotlib (pip install matplotlib)"
    except OSError as error:
        problem = f"the file cannot be written: {error.strerror}"
    else:
        print(f"drawn in {path}", file=sys.stderr)
        return
    print(f"not drawn in {path}: {problem}", file=sys.stderr)


def level(axes, limit, flat):
    """A thin line at what is possible, or at chance: (name, value)."""
    if limit:
        draw = axes.axhline if flat else axes.axvline
        draw(limit[1], color="#5f5a52", linewidth=0.9, label=limit[0])


def curves(name, title, series, x, y, limit=None, log=False, ticks=None):
    """Lines through points: {label: (xs, ys)}; x and y name the axes."""

    def paint(axes):
        for i, (label, (xs, ys)) in enumerate(series.items()):
            k = i % len(MARKS)  # after them, the first again
            axes.plot(xs, ys, color=COLOURS[k], linestyle=DASHES[k],
                      marker=MARKS[k] if len(xs) <= 20 else "",
                      label=label, gid=f"series-{i + 1}")  # fmt: skip
        level(axes, limit, flat=True)
        axes.set(xlabel=x, ylabel=y)
        if log:
            axes.set_yscale("log")
            axes.yaxis.get_major_locator().set_params(subs=(1, 2, 5))
            axes.yaxis.set_minor_formatter("")
        if ticks:
            axes.set_xticks(ticks)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: spanish(value))

    save(name, title, (6.4, 4), paint)


def bars(name, title, rows, series, x, places, limit=None):
    """Bars, with their number: {label: a value for each row}."""
    thick = 0.8 / len(series)

    def paint(axes):
        for i, (label, values) in enumerate(series.items()):
            middle = (i - (len(series) - 1) / 2) * thick
            k = i % len(FILLS)
            drawn = axes.barh(
                [row + middle for row in range(len(rows))], values, thick,
                label=label, facecolor=FILLS[k], edgecolor=COLOURS[3],
                hatch=HATCHES[k],
            )  # fmt: skip
            for row, bar in enumerate(drawn):
                bar.set_gid(f"bar-{i + 1}-{row + 1}")
            numbers = [spanish(value, places) for value in values]
            axes.bar_label(drawn, numbers, padding=3, fontsize=9)
        level(axes, limit, flat=False)
        axes.set_yticks(range(len(rows)), rows)
        axes.invert_yaxis()
        axes.margins(0.12, 0.02)
        axes.set_xlabel(x)
        axes.xaxis.set_major_formatter(lambda value, _: spanish(value))

    height = 1.6 + 0.21 * len(rows) * max(1.5, len(series))
    save(name, title, (6.4, height), paint)


def heat(name, title, rows, columns, values, x, y):
    """A table of shares from 0 to 1: the darker, the larger."""

    def paint(axes):
        from matplotlib.colors import LinearSegmentedColormap

        shades = LinearSegmentedColormap.from_list("", ["white", COLOURS[0]])
        axes.pcolormesh(values, cmap=shades, vmin=0, vmax=1, gid="cells")
        for i, row in enumerate(values):
            for j, value in enumerate(row):
                axes.text(
                    j + 0.5, i + 0.5, spanish(value, 2), ha="center",
                    va="center", color="white" if value > 0.9 else "black",
                )  # fmt: skip
        axes.set_xticks([j + 0.5 for j in range(len(columns))], columns)
        axes.set_yticks([i + 0.5 for i in range(len(rows))], rows)
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.set(xlabel=x, ylabel=y)

    size = 1.8 + 0.75 * len(columns), 1.4 + 0.4 * len(rows)
    save(name, title, size, paint)
