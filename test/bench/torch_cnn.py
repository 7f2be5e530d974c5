"""Training of a small VGG-like network."""

import time
from itertools import pairwise

import torch
from torch import nn

from torch_descent import descent


def training(row):
    """In the memory layout that is faster on this machine: both are tried."""
    runs = [in_layout(row, layout) for layout in (torch.contiguous_format, torch.channels_last)]
    return min(runs, key=seconds)


def in_layout(row, layout):
    N, size = row["batchSize"], row["imageSize"]
    model = network(row).to(memory_format=layout)
    x = torch.randn(N, 3, size, size).contiguous(memory_format=layout)
    targets = torch.randint(0, row["classes"], (N,))
    step = descent(lambda: nn.functional.cross_entropy(model(x), targets), model.parameters())

    def run():
        step()
        return N

    return run


def network(row):
    layers, size = [], row["imageSize"]
    for i, (below, above) in enumerate(pairwise([3, *row["channels"]])):
        layers += [nn.Conv2d(below, above, 3, padding=1), nn.ReLU()]
        if i % 2:
            layers.append(nn.MaxPool2d(2))
            size //= 2
    flat = row["channels"][-1] * size**2
    H = row["hiddenSize"]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(flat, H), nn.ReLU(), nn.Linear(H, row["classes"]))


def seconds(run):
    """The best of three, after a first run that does not count."""
    run()
    return min(timed(run) for _ in range(3))


def timed(run):
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
