"""Colours stay apart for colour-blind readers and stand out on both pages; a drawing is the same on any day."""

import itertools
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from ties.plotting import style

PAGES = {"light": "#ffffff", "dark": "#121212"}
# Machado, Oliveira and Fernandes (2009), severity 1.0: what a protanope and a deuteranope see, in linear RGB
SIGHT = {
    "full": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
LMS = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566]]
LMS = np.array([*LMS, [0.0883024619, 0.2817188376, 0.6299787005]])
LAB = [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099]]
LAB = np.array([*LAB, [0.0259040371, 0.7827717662, -0.8086757660]])


def linear(colour):
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Contrast ratio of WCAG 2."""
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(colour, sight):
    seen = np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)
    return LAB @ np.cbrt(LMS @ seen)


def test_the_contrast_formula_gives_the_known_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("colour", [*style.STATES.values(), style.OTHER])
def test_every_colour_of_a_state_stands_out_on_both_pages(colour, page):
    assert contrast(colour, page) >= 3


@pytest.mark.parametrize("token", [style.INK, style.MUTED])
def test_text_reads_on_both_pages(token):
    assert contrast(token, PAGES["light"]) >= 4.5
    assert contrast(style.DARK[token], PAGES["dark"]) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_states_look_alike(sight):
    """0.06 in OKLab is about three steps that an eye can just tell apart."""
    pairs = itertools.combinations(style.STATES, 2)
    near = {(a, b): np.linalg.norm(oklab(style.STATES[a], sight) - oklab(style.STATES[b], sight)) for a, b in pairs}
    assert {pair: d for pair, d in near.items() if d < 0.06} == {}


def draw(data, ax, *, narrow=False):
    ax.plot(data["x"], data["y"], color=style.state("IND"))
    ax.set_ylabel("tonnes")
    return ax


DATA = pd.DataFrame({"x": [1, 2, 3], "y": [1.0, 4.0, 2.0]})


def test_a_drawing_is_the_same_twice_and_carries_no_date():
    first, second = (style.render(draw, DATA, height=3, narrow=False) for _ in range(2))
    assert first == second
    assert "dc:date" not in first


def test_the_dark_drawing_differs_in_its_tokens_alone():
    light = style.render(draw, DATA, height=3, narrow=True)
    dark = style.darken(light)
    for token, other in style.DARK.items():
        assert token not in dark
        assert light.count(token) == dark.count(other)
    strip = re.compile("|".join([*style.DARK, *style.DARK.values()]))
    assert strip.sub("", light) == strip.sub("", dark)


def test_the_style_ends_with_its_context():

    before = mpl.rcParams["axes.grid"]
    with style.style():
        assert mpl.rcParams["axes.grid"] is True
    assert mpl.rcParams["axes.grid"] == before


@pytest.mark.parametrize(
    "settings",
    [
        {"text.usetex": True},
        {"font.family": ["serif"], "legend.fontsize": 14, "lines.marker": "o", "lines.dash_capstyle": "round"},
        {"figure.facecolor": "black", "savefig.dpi": 30, "axes.prop_cycle": mpl.cycler("color", ["r"])},
    ],
    ids=["usetex", "serif", "colours"],
)
def test_a_matplotlibrc_of_the_reader_changes_no_byte(settings):
    def draw(data, ax, *, narrow):
        ax.plot(data["x"], data["y"], label="A line")
        ax.legend()
        return ax

    plain = style.render(draw, DATA, height=3, narrow=False)
    with mpl.rc_context(settings):
        assert style.render(draw, DATA, height=3, narrow=False) == plain
        assert all(mpl.rcParams[name] == value for name, value in settings.items()), "the reader's own stay"
