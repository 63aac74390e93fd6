"""Draws one line in OCR-B, now and then in another face of one width, and spoils it the way ink, cameras and files do. Gives
the strip that the network sees.

The strip is STRIP_HEIGHT pixels high with capitals of about CAP_HEIGHT in its middle: what the kiosk's cutting of lines
aims at, with the misses of that cutting drawn too.
"""

from __future__ import annotations

import io
import math
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

STRIP_HEIGHT = 24
CAP_HEIGHT = 14
# Nominal step from sign to sign: 2.54 mm beside capitals of 2.4 mm (ISO 1073-2, size I).
PITCH = CAP_HEIGHT * 1.06

FONTS = "/usr/share/fonts"
# Round ends and sharp ones; the sloped face is drawn seldom.
OCR_B = tuple(f"opentype/ocr-b/{name}.otf" for name in ("OCRB",) * 11 + ("OCRBS",) * 8 + ("OCRBL",))
# Not every issuer keeps to OCR-B: some print their zones in whatever face of one width their printer has.
OTHERS = tuple(
    f"truetype/{name}.ttf"
    for name in (
        "dejavu/DejaVuSansMono",
        "dejavu/DejaVuSansMono-Bold",
        "liberation/LiberationMono-Regular",
        "liberation/LiberationMono-Bold",
        "freefont/FreeMono",
        "freefont/FreeMonoBold",
    )
)
SHARE_OF_OTHERS = 0.12

DRAWN_CAP = 28
MARGIN = 22


class Typesetter:
    """Glyphs of every face at DRAWN_CAP, ink 255 on 0, each in a cell wide enough for any of them."""

    cell = 44

    def __init__(self) -> None:
        self.faces: dict[str, dict[str, Image.Image]] = {}
        for face in {*OCR_B, *OTHERS}:
            font = ImageFont.truetype(f"{FONTS}/{face}", 200)
            _, top, _, bottom = font.getbbox("H")
            font = ImageFont.truetype(f"{FONTS}/{face}", round(200 * DRAWN_CAP / (bottom - top)))
            _, top, _, bottom = font.getbbox("H")
            glyphs = {}
            for char in "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
                image = Image.new("L", (self.cell, DRAWN_CAP + 2 * MARGIN), 0)
                x = (self.cell - font.getlength(char)) / 2
                ImageDraw.Draw(image).text((x, MARGIN - top), char, font=font, fill=255)
                glyphs[char] = image
            self.faces[face] = glyphs

    def ink(self, text: str, rng: random.Random, others: float) -> tuple[Image.Image, float]:
        """Ink of a whole line, and its pitch in pixels. `others`: how often it is another face than OCR-B."""
        other = rng.random() < others
        glyphs = self.faces[rng.choice(OTHERS if other else OCR_B)]
        widen = rng.uniform(0.9, 1.08)
        # Other faces stand closer at their own step, or as wide as the standard has it.
        tight = 0.8 if other else 1.02
        pitch = DRAWN_CAP * rng.choice((rng.uniform(tight, 1.1), rng.uniform(0.92, 1.22)))
        wander = rng.choice((0, 0, 0.4, 1.0))
        width = math.ceil(pitch * len(text)) + 2 * self.cell
        ink = Image.new("L", (width, DRAWN_CAP + 2 * MARGIN), 0)
        cell = round(self.cell * widen)
        for i, char in enumerate(text):
            glyph = glyphs[char]
            if cell != self.cell:
                glyph = glyph.resize((cell, glyph.height), Image.BILINEAR)
            x = self.cell + pitch * (i + 0.5) - cell / 2 + rng.gauss(0, wander)
            y = round(rng.gauss(0, wander / 2))
            ink.paste(255, (round(x), y), glyph)
        return ink, pitch


def _spread(ink: Image.Image, rng: random.Random) -> Image.Image:
    """Bolder, thinner or broken strokes: a blur cut at another height than the middle."""
    blurred = ink.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 2.2)))
    cut = rng.uniform(0.22, 0.66) * 255
    steep = rng.uniform(0.04, 0.15)
    table = [round(255 / (1 + math.exp(-steep * (v - cut)))) for v in range(256)]
    return blurred.point([max(0, v - table[0]) for v in table])


def _smooth_field(draw: np.random.Generator, width: int, height: int, cells: float) -> np.ndarray:
    """Slow changes between -1 and 1, `cells` of them along the line."""
    small = draw.uniform(-1, 1, (3, max(2, int(cells) + 2))).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.BICUBIC))


def _paper(draw: np.random.Generator, rng: random.Random, width: int, height: int, cap: float) -> np.ndarray:
    paper = np.full((height, width), rng.uniform(0.55, 1.0), np.float32)
    paper *= 1 + rng.uniform(0, 0.35) * _smooth_field(draw, width, height, rng.uniform(1, 6))
    if rng.random() < 0.6:
        # Guilloche: fine waves under the print.
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        for _ in range(rng.randint(1, 3)):
            angle = rng.uniform(0, math.pi)
            step = cap * rng.uniform(0.15, 1.2)
            bend = rng.uniform(0, 1.5) * np.sin(x / (cap * rng.uniform(1, 6)) + rng.uniform(0, 6))
            wave = np.sin(2 * math.pi * (x * math.cos(angle) + y * math.sin(angle) + bend * cap * 0.3) / step)
            sharp = wave if rng.random() < 0.5 else np.clip(4 * wave - 2.5, -1, 1)
            paper *= 1 - rng.uniform(0.02, 0.16) * (0.5 + 0.5 * sharp)
    return paper


def _jpeg(grey: np.ndarray, quality: int) -> np.ndarray:
    memory = io.BytesIO()
    Image.fromarray(grey).save(memory, "JPEG", quality=quality)
    return np.asarray(Image.open(memory))


def strip(
    text: str,
    setter: Typesetter,
    rng: random.Random,
    draw: np.random.Generator,
    hardness: float,
    others: float,
) -> tuple[np.ndarray, np.ndarray]:
    """The strip (uint8, STRIP_HEIGHT high) and the column of each sign's middle. `hardness`: 0 a scan, 1 a poor photo."""
    ink, pitch = setter.ink(text, rng, others)
    if rng.random() < 0.75:
        ink = _spread(ink, rng)
    # Capital height in the picture that was taken.
    low = 20 - 11.5 * hardness
    cap = math.exp(rng.uniform(math.log(low), math.log(28)))
    scale = cap / DRAWN_CAP
    if scale < 0.95:
        ink = ink.filter(ImageFilter.GaussianBlur(0.42 / scale))
    above, below = rng.uniform(0.45, 0.95), rng.uniform(0.45, 0.95)
    height = round(cap * (1 + above + below))
    before, after = rng.uniform(0.1, 2.2), rng.uniform(0.1, 2.2)
    width = round((pitch * len(text)) * scale + cap * (before + after))
    # Slope, taper and shear that straightening has left over: source = matrix of the target.
    slope = rng.gauss(0, 0.006 + 0.008 * hardness)
    slope = max(-0.5 * cap / width, min(0.5 * cap / width, slope)) if width > 0 else 0
    shear = rng.gauss(0, 0.05)
    x0 = setter.cell - before * cap / scale
    y0 = MARGIN - above * cap / scale
    k = 1 / scale
    mid = width / 2
    taper = rng.gauss(0, 0.03 * hardness) / max(1, width)
    data = (k, shear * k, x0 - shear * k * height / 2, slope * k, k, y0 - slope * k * mid, taper, 0.0)
    ink = ink.transform((width, height), Image.PERSPECTIVE, data, Image.BILINEAR)
    amount = np.asarray(ink, np.float32) / 255
    drawn_at = setter.cell + pitch * (np.arange(len(text)) + 0.5)
    middles = (drawn_at - x0) / (k - drawn_at * taper)

    paper = _paper(draw, rng, width, height, cap)
    if rng.random() < 0.5:
        # Ink takes unevenly.
        amount = amount * (1 - rng.uniform(0, 0.4) * (0.5 + 0.5 * _smooth_field(draw, width, height, width / cap)))
    black = rng.uniform(0.02, 0.3) if rng.random() < 0.7 else rng.uniform(0.2, 0.62)
    picture = paper * (1 - amount * (1 - black))
    picture = _beside(picture, rng, draw, cap)
    if rng.random() < 0.25 * hardness:
        at, wide = rng.randint(0, width), cap * rng.uniform(1, 8)
        x = np.arange(width, dtype=np.float32)
        glare = rng.uniform(0.1, 0.75) * np.exp(-(((x - at) / wide) ** 2))
        picture = picture + (1 - picture) * glare[None, :]
    picture = np.clip(picture, 0, 1) ** rng.uniform(0.7, 1.4)
    image = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))

    if rng.random() < 0.85:
        sigma = cap * rng.uniform(0, 0.03 + 0.115 * hardness)
        if rng.random() < 0.25:
            wide, narrow = sigma * 1.6, sigma * 0.4
            image = Image.fromarray(_directional(np.asarray(image), wide, narrow, rng.random() < 0.5))
        else:
            image = image.filter(ImageFilter.GaussianBlur(sigma))
    grey = np.asarray(image, np.float32)
    noise = rng.uniform(0, 4 + 14 * hardness)
    grey = grey + draw.normal(0, noise, grey.shape).astype(np.float32)
    grey = np.clip(grey, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        grey = _jpeg(grey, rng.randint(int(80 - 45 * hardness), 95))

    # Cut at constant height, as the kiosk does, with its misses in height and place.
    rate = CAP_HEIGHT / cap * rng.choice((rng.uniform(0.93, 1.07), rng.uniform(0.82, 1.2)))
    tall = STRIP_HEIGHT / rate
    middle = height * (above + 0.5) / (1 + above + below) + cap * rng.gauss(0, 0.07)
    top = max(0.0, min(height - 1.0, middle - tall / 2))
    bottom = max(top + 1, min(float(height), middle + tall / 2))
    across = max(16, round(width * rate * rng.uniform(0.95, 1.05)))
    rows = max(8, round((bottom - top) * rate))
    method = Image.BICUBIC if rng.random() < 0.5 else Image.BILINEAR
    cut = Image.fromarray(grey).resize((across, rows), method, box=(0, top, width, bottom))
    cut_grey = np.asarray(cut)
    if rows < STRIP_HEIGHT:
        lack = STRIP_HEIGHT - rows
        first = lack // 2 if bottom < height and top > 0 else (lack if top <= 0 else 0)
        cut_grey = np.pad(cut_grey, ((first, lack - first), (0, 0)), mode="edge")
    return np.ascontiguousarray(cut_grey[:STRIP_HEIGHT]), (middles * across / width).astype(np.float32)


def _directional(grey: np.ndarray, wide: float, narrow: float, level: bool) -> np.ndarray:
    """A shaken hand: blur along one axis."""
    reach = max(1, round(wide * 1.7))
    kernel = np.ones(reach, np.float32) / reach
    axis = 1 if level else 0
    padded = np.pad(grey.astype(np.float32), ((0, 0), (reach, reach)) if level else ((reach, reach), (0, 0)), "edge")
    out = np.zeros(grey.shape, np.float32)
    size = grey.shape[axis]
    for i in range(reach):
        start = reach - reach // 2 + i
        piece = padded[:, start : start + size] if level else padded[start : start + size, :]
        out += piece * kernel[i]
    return out.astype(np.uint8)


def _beside(picture: np.ndarray, rng: random.Random, draw: np.random.Generator, cap: float) -> np.ndarray:
    """The card's edge, the desk beyond it, marks and scratches over the line."""
    height, width = picture.shape
    if rng.random() < 0.3:
        for left in (True, False):
            if rng.random() < 0.6:
                wide = int(min(width * 0.2, cap * rng.uniform(0.1, 0.9)))
                if wide > 0:
                    shade = rng.uniform(0, 1)
                    area = picture[:, :wide] if left else picture[:, width - wide :]
                    area[:] = shade + draw.normal(0, 0.03, area.shape)
    if rng.random() < 0.12:
        tall = max(1, int(height * rng.uniform(0.04, 0.14)))
        area = picture[:tall] if rng.random() < 0.5 else picture[height - tall :]
        area[:] = rng.uniform(0, 1)
    if rng.random() < 0.2:
        # A thread, a scratch, a fold: over part of a sign or two.
        for _ in range(rng.randint(1, 3)):
            x = rng.randint(0, width - 1)
            wide = max(1, int(cap * rng.uniform(0.03, 0.2)))
            lean = rng.uniform(-0.7, 0.7)
            shade = rng.uniform(0, 1)
            opacity = rng.uniform(0.3, 0.9)
            for y in range(height):
                at = int(x + lean * (y - height / 2))
                if 0 <= at < width:
                    area = picture[y, at : at + wide]
                    area[:] = area * (1 - opacity) + shade * opacity
    if rng.random() < 0.08:
        # Ink of a stamp or a drop over a few signs.
        at, wide = rng.randint(0, width - 1), int(cap * rng.uniform(0.2, 0.7))
        y = rng.randint(0, height - 1)
        tall = int(cap * rng.uniform(0.1, 0.5))
        picture[y : y + tall, at : at + wide] *= rng.uniform(0.2, 0.8)
    return picture
