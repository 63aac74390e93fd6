"""Trains the reader of machine readable zones and writes it as ONNX, with the errors measured on lines it never saw.

    nice -n 10 /usr/bin/python3 scripts/training/mrz/train.py --out resources/models/mrz_lines.onnx

One thread, fixed seeds: the same machine and the same versions give the same file. Needs Debian's python3-torch, python3-onnx,
python3-numpy, python3-pil, fonts-ocr-b, fonts-dejavu-core, fonts-liberation and fonts-freefont-ttf. Reads no picture and asks nobody.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from content import ALPHABET, line  # noqa: E402
from net import CLASSES, LineNet  # noqa: E402
from picture import SHARE_OF_OTHERS, STRIP_HEIGHT, Typesetter, strip  # noqa: E402

BATCH = 24
COLUMNS_PER_STEP = 4
# What onnxruntime-node 1.30 runs and Debian's exporter writes.
OPSET = 13


class Sample(NamedTuple):
    picture: np.ndarray
    signs: np.ndarray
    # Columns of the signs' middles: we drew them, so no alignment has to be learnt.
    middles: np.ndarray


def samples(seed: int, count: int, hardness: tuple[float, float], others: float) -> list[Sample]:
    rng, draw, setter = random.Random(seed), np.random.default_rng(seed), Typesetter()
    made = []
    for _ in range(count):
        text = line(rng)
        picture, middles = strip(text, setter, rng, draw, rng.uniform(*hardness), others)
        made.append(Sample(picture, np.array([ALPHABET.index(char) + 1 for char in text]), middles))
    return made


def normalised(picture: np.ndarray) -> np.ndarray:
    values = picture.astype(np.float32)
    return (values - values.mean()) / (values.std() + 4)


def spoiled(sample: Sample, draw: np.random.Generator) -> Sample:
    """The same line once more is another line: light, noise, place and width drawn again."""
    values = sample.picture.astype(np.float32)
    middles = sample.middles
    down = int(draw.integers(-1, 2))
    if down:
        values = np.roll(values, down, axis=0)
        values[0 if down > 0 else -1] = values[1 if down > 0 else -2]
    values = values * draw.uniform(0.7, 1.2)
    values += draw.standard_normal(values.shape, dtype=np.float32) * draw.uniform(0, 9)
    if draw.random() < 0.3:
        at = int(draw.integers(0, values.shape[1]))
        wide = int(draw.integers(2, 9))
        values[:, at : at + wide] = values[:, at : at + wide].mean()
    if draw.random() < 0.5:
        width = values.shape[1]
        rate = draw.uniform(0.92, 1.09)
        columns = np.linspace(0, width - 1, round(width * rate))
        low = np.minimum(columns.astype(int), width - 2)
        part = (columns - low).astype(np.float32)
        values = values[:, low] * (1 - part) + values[:, low + 1] * part
        middles = middles * (values.shape[1] / width)
    return Sample(values.clip(0, 255), sample.signs, middles)


def batch_of(chosen: list[Sample], draw: np.random.Generator | None) -> tuple[torch.Tensor, torch.Tensor]:
    """Strips, and for each step the sign whose middle is near, or the blank."""
    seen = [spoiled(sample, draw) if draw else sample for sample in chosen]
    width = max(16, -(-max(one.picture.shape[1] for one in seen) // COLUMNS_PER_STEP) * COLUMNS_PER_STEP)
    strips = np.zeros((len(seen), 1, STRIP_HEIGHT, width), np.float32)
    steps = width // COLUMNS_PER_STEP
    wanted = np.zeros((len(seen), steps), np.int64)
    at = (np.arange(steps) + 0.5) * COLUMNS_PER_STEP - 0.5
    for i, one in enumerate(seen):
        picture = normalised(one.picture)
        strips[i, 0] = np.pad(picture, ((0, 0), (0, width - picture.shape[1])), mode="edge")
        pitch = float(np.median(np.diff(one.middles)))
        nearest = np.abs(at[:, None] - one.middles[None, :]).argmin(1)
        near = np.abs(at - one.middles[nearest]) < 0.32 * pitch
        wanted[i] = np.where(near, one.signs[nearest], 0)
    return torch.from_numpy(strips), torch.from_numpy(wanted)


def batches(pool: list[Sample], rng: random.Random) -> list[list[Sample]]:
    """Lines of about one width together: padding costs time."""
    order = sorted(pool, key=lambda sample: sample.picture.shape[1] + rng.uniform(0, 60))
    groups = [order[i : i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)]
    rng.shuffle(groups)
    return groups


def read(net: nn.Module, pool: list[Sample]) -> tuple[float, float]:
    """Shares of signs wrong (edit distance) and of lines wrong, each step's most likely sign taken: no grammar helps."""
    net.eval()
    wrong = signs = lines = 0
    with torch.no_grad():
        for i in range(0, len(pool), BATCH):
            chosen = pool[i : i + BATCH]
            strips, _ = batch_of(chosen, None)
            for best, sample in zip(net(strips).argmax(2).tolist(), chosen):
                got = [c for c, before in zip(best, [0, *best]) if c != 0 and c != before]
                distance = edits(got, sample.signs.tolist())
                wrong += distance
                signs += len(sample.signs)
                lines += distance > 0
    return wrong / signs, lines / len(pool)


def edits(a: list[int], b: list[int]) -> int:
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--epochs", type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(20)
    torch.use_deterministic_algorithms(True)
    started, started_cpu = time.monotonic(), time.process_time()

    def say(text: str) -> None:
        print(f"{time.monotonic() - started:5.0f} s ({time.process_time() - started_cpu:.0f} s of the processor)  {text}", flush=True)

    pool = samples(2, args.lines, (0.0, 1.0), SHARE_OF_OTHERS)
    tests = {
        "scan": samples(91, 150, (0.0, 0.2), 0),
        "photo": samples(92, 150, (0.4, 0.6), 0),
        "poor photo": samples(93, 150, (0.9, 1.0), 0),
        "photo in another face": samples(94, 150, (0.4, 0.6), 1),
    }
    say(f"{len(pool)} lines drawn")

    net = LineNet()
    say(f"{sum(p.numel() for p in net.parameters())} weights")
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01)
    steps = args.epochs * (len(pool) // BATCH)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=6e-3, total_steps=steps + 1, pct_start=0.12)
    loss_of = nn.NLLLoss()
    rng, draw = random.Random(5), np.random.default_rng(5)
    step, mean = 0, 0.0
    for epoch in range(args.epochs):
        net.train()
        for group in batches(pool, rng):
            strips, wanted = batch_of(group, draw)
            said = net(strips)
            loss = loss_of(said.reshape(-1, CLASSES), wanted.reshape(-1))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            plan.step()
            step += 1
            mean = loss.item() if step == 1 else mean * 0.98 + loss.item() * 0.02
            if step % 50 == 0:
                say(f"step {step} of {steps}, loss {mean:.4f}")
        for name, lines in tests.items():
            say("epoch %d, %s: signs wrong %.4f, lines wrong %.3f" % (epoch, name, *read(net, lines)))
        torch.onnx.export(
            net.eval(),
            torch.zeros(1, 1, STRIP_HEIGHT, 640),
            args.out,
            opset_version=OPSET,
            input_names=["strips"],
            output_names=["logProbabilities"],
            dynamic_axes={"strips": {0: "lines", 3: "width"}, "logProbabilities": {0: "lines", 1: "steps"}},
        )
    written = Path(args.out).read_bytes()
    say(f"{args.out}: {len(written)} bytes, SHA-256 {hashlib.sha256(written).hexdigest()}")


if __name__ == "__main__":
    main()
