"""The captioner with additive attention: training by teacher forcing, and one step of decoding."""

import torch
from torch import nn

from torch_descent import descent


class Captioner(nn.Module):
    def __init__(self, row):
        super().__init__()
        F, A, E, H, V = (
            row[key] for key in ("featureSize", "attentionSize", "embeddingSize", "hiddenSize", "vocabSize")
        )
        self.of_features = nn.Linear(F, A, bias=False)
        self.of_state = nn.Linear(H, A, bias=False)
        self.score = nn.Linear(A, 1, bias=False)
        self.embedding = nn.Embedding(V, E)
        self.cell = nn.LSTMCell(E + F, H)
        self.read_out = nn.Linear(H, V)

    def step(self, word, state, features, keys):
        """word [N, E], features [N, L, F] and their keys [N, L, A] to the next (h, c)."""
        scores = self.score(torch.tanh(keys + self.of_state(state[0]).unsqueeze(1))).squeeze(-1)
        alpha = torch.softmax(scores, 1)
        context = torch.bmm(alpha.unsqueeze(1), features).squeeze(1)
        return self.cell(torch.cat([word, context], 1), state)


def training(row):
    N, T, V = row["batchSize"], row["timeSteps"], row["vocabSize"]
    model = Captioner(row)
    features = torch.randn(N, row["places"], row["featureSize"])
    words, targets = torch.randint(0, V, (T, N)), torch.randint(0, V, (T * N,))

    def loss():
        keys = model.of_features(features)
        state = (features.new_zeros(N, row["hiddenSize"]),) * 2
        outputs = []
        for word in model.embedding(words):
            state = model.step(word, state, features, keys)
            outputs.append(state[0])
        return nn.functional.cross_entropy(model.read_out(torch.stack(outputs)).view(T * N, V), targets)

    step = descent(loss, model.parameters())

    def run():
        step()
        return N * T

    return run


def decoding(row):
    beams = row["beams"]
    model = Captioner(row)
    features = torch.randn(beams, row["places"], row["featureSize"])
    words = torch.full((beams,), 3)
    state = (torch.zeros(beams, row["hiddenSize"]),) * 2
    with torch.inference_mode():
        keys = model.of_features(features)

    @torch.inference_mode()
    def run():
        nonlocal state
        state = model.step(model.embedding(words), state, features, keys)
        torch.log_softmax(model.read_out(state[0]), -1).numpy()
        return 1

    return run
