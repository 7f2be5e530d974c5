"""Training of nn.RNN, nn.LSTM and nn.GRU."""

import torch
from torch import nn

from torch_descent import descent


def training(row):
    """Time first, as PyTorch's kernels read it: with the batch first the LSTM at H = 256 has cost up to twice the time."""
    N, T, D, H, V = (row[key] for key in ("batchSize", "timeSteps", "inputSize", "hiddenSize", "vocabSize"))
    network = getattr(nn, row["cell"])(D, H, num_layers=row["layers"])
    read_out = nn.Linear(H, V)
    x = torch.randn(T, N, D)
    targets = torch.randint(0, V, (T * N,))

    def loss():
        h, _ = network(x)
        return nn.functional.cross_entropy(read_out(h).view(T * N, V), targets)

    step = descent(loss, [*network.parameters(), *read_out.parameters()])

    def run():
        step()
        return N * T

    return run
