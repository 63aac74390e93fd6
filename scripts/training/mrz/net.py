"""The network: a strip of 24 pixels' height in, one distribution over blank and 37 signs for every four columns out.

Convolutions only, about three signs wide: it sees a sign and its neighbours' edges, never a word, so it cannot complete one.
"""

from __future__ import annotations

import torch
from torch import nn

CLASSES = 38


def _block(into: int, out: int, kernel: tuple[int, int], stride: int = 1) -> nn.Sequential:
    padding = (kernel[0] // 2, kernel[1] // 2)
    convolution = nn.Conv2d(into, out, kernel, stride=stride, padding=padding, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(out), nn.ReLU(inplace=True))


class LineNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _block(1, 16, (5, 5), stride=2),
            _block(16, 28, (3, 3)),
            nn.MaxPool2d(2),
            _block(28, 56, (3, 3)),
            _block(56, 56, (3, 3)),
            nn.MaxPool2d((2, 1)),
            _block(56, 80, (3, 3)),
            # The three rows that are left become one.
            nn.Conv2d(80, 112, (3, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(112),
            nn.ReLU(inplace=True),
            _block(112, 80, (1, 3)),
            nn.Conv2d(80, CLASSES, 1),
        )

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """(n, 1, 24, w) of mean 0 and deviation 1 → (n, w / 4, 38), log-probabilities."""
        logits = self.body(strips).squeeze(2)
        return torch.log_softmax(logits.permute(0, 2, 1), dim=2)
