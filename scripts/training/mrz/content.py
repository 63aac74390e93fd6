"""What stands in the lines that are rendered: zones after ICAO 9303 with true check digits, and text without any meaning.

Every person in them is drawn at random; no list of names, numbers or documents is read.
"""

from __future__ import annotations

import random

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
# Order of the network's classes; class 0 is the blank of CTC.
ALPHABET = "<" + DIGITS + LETTERS

# Codes of ISO 3166 that travel most, and of 9303-3 section 5 that are shorter or reserved.
STATES = (
    "IND NPL BGD LKA PAK CHN USA GBR FRA D<< AUT CHE ITA ESP PRT NLD BEL LUX DNK SWE NOR FIN ISL EST LVA LTU POL CZE "
    "SVK HUN SVN HRV SRB ROU BGR GRC TUR UKR RUS KAZ UZB ARE SAU QAT OMN KWT BHR IRN IRQ ISR EGY MAR DZA TUN KEN NGA "
    "GHA ZAF ETH TZA UGA MUS MDV THA VNM MYS SGP IDN PHL JPN KOR TWN HKG MAC AUS NZL CAN MEX BRA ARG CHL PER COL UTO "
    "XXA XXB XXC XXX UNO EUE"
).split()


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; digits as themselves, letters from 10, fillers 0; modulo 10 (9303-3 section 4.9)."""
    total = 0
    for i, char in enumerate(text):
        value = 0 if char == "<" else int(char) if char in DIGITS else ord(char) - 55
        total += value * (7, 3, 1)[i % 3]
    return str(total % 10)


def _word(rng: random.Random) -> str:
    if rng.random() < 0.35:
        # Letters in any order: the net is to look, not to remember what names are like.
        return "".join(rng.choice(LETTERS) for _ in range(rng.randint(2, 12)))
    syllables = rng.randint(1, 5)
    return "".join(rng.choice("BCDFGHJKLMNPQRSTVWXYZ") + rng.choice("AEIOUAEIOUY") for _ in range(syllables))


def _names(rng: random.Random, width: int) -> str:
    surname = "<".join(_word(rng) for _ in range(rng.choice((1, 1, 1, 2))))
    given = "<".join(_word(rng) for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3))))
    return f"{surname}<<{given}"[:width].ljust(width, "<")


def _date(rng: random.Random) -> str:
    return f"{rng.randint(0, 99):02d}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"


def _number(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.3:
        text = rng.choice(LETTERS) + "".join(rng.choice(DIGITS) for _ in range(7))
    elif kind < 0.5:
        text = "".join(rng.choice(LETTERS) for _ in range(2)) + "".join(rng.choice(DIGITS) for _ in range(7))
    elif kind < 0.7:
        text = "".join(rng.choice(DIGITS) for _ in range(9))
    else:
        text = "".join(rng.choice(DIGITS + LETTERS) for _ in range(rng.randint(6, 9)))
    return text.ljust(9, "<")


def _optional(rng: random.Random, width: int) -> str:
    if rng.random() < 0.5:
        return "<" * width
    length = rng.randint(1, width)
    signs = rng.choice((DIGITS, DIGITS, DIGITS + LETTERS, DIGITS + LETTERS + "<"))
    return "".join(rng.choice(signs) for _ in range(length)).ljust(width, "<")


def zone(rng: random.Random) -> list[str]:
    """The two or three lines of one document of any of the five formats."""
    kind = rng.choice(("TD3", "TD3", "TD3", "TD1", "TD1", "TD2", "MRV-A", "MRV-B"))
    state = rng.choice(STATES)
    nationality = state if rng.random() < 0.8 else rng.choice(STATES)
    number, birth, expiry = _number(rng), _date(rng), _date(rng)
    sex = rng.choice("MF<")
    if kind == "TD1":
        first = rng.choice("IAC") + rng.choice("<D<<R") + state + number + check_digit(number) + _optional(rng, 15)
        middle = birth + check_digit(birth) + sex + expiry + check_digit(expiry) + nationality + _optional(rng, 11)
        composite = check_digit(first[5:] + middle[0:7] + middle[8:15] + middle[18:29])
        return [first, middle + composite, _names(rng, 30)]
    width = 44 if kind in ("TD3", "MRV-A") else 36
    code = {"TD3": "P", "TD2": rng.choice("IAC")}.get(kind, "V") + rng.choice("<<<<ABCDEMNOS")
    first = code + state + _names(rng, width - 5)
    data = number + check_digit(number) + nationality + birth + check_digit(birth) + sex + expiry + check_digit(expiry)
    if kind in ("MRV-A", "MRV-B"):
        return [first, data + _optional(rng, width - 28)]
    optional = _optional(rng, 14 if kind == "TD3" else 7)
    if kind == "TD3":
        empty = optional == "<" * 14
        optional += "<" if empty and rng.random() < 0.5 else check_digit(optional)
    data += optional
    return [first, data + check_digit(data[0:10] + data[13:20] + data[21:])]


def line(rng: random.Random) -> str:
    """One line to learn: of a zone, or signs without order, so that no grammar hides a misread sign."""
    if rng.random() < 0.6:
        return rng.choice(zone(rng))
    signs = rng.choice((ALPHABET, ALPHABET, DIGITS + LETTERS, LETTERS, "0OQDUCG", "1ILT7J", "2Z5S8B6G3", "<KCXVMNHW4A9P"))
    length = rng.choice((12, 20, 30, 30, 36, 44, 44))
    text = "".join(rng.choice(signs) for _ in range(length))
    if rng.random() < 0.3:
        at = rng.randint(0, length - 1)
        run = rng.randint(2, 12)
        text = (text[:at] + "<" * run + text[at + run :])[:length]
    return text
