"""Sampling, a character at a time, from *Cell modules.

Measured, characters a second at H = 512 with two layers, one thread: one-hot input and torch.multinomial 10.4k (RNN),
4.0k (LSTM), 5.0k (GRU); a row of the input weights instead of a product and the Gumbel draw 13.9k, 4.5k, 5.8k.
nn.LSTM on a sequence of length one is far slower, and a second thread never helps.
"""

import torch
from torch import nn


def sampling(row):
    torch.set_num_threads(1)
    H, L, V, block = (row[key] for key in ("hiddenSize", "layers", "vocabSize", "block"))
    kind = row["cell"]
    cell = getattr(nn, f"{kind}Cell")
    bottom = BOTTOMS[kind](cell(V, H))
    upper = [UPPERS[kind](cell(H, H)) for _ in range(L - 1)]
    layers = [bottom, *upper]
    read_out = nn.Linear(H, V)
    states = [(torch.zeros(1, H), torch.zeros(1, H)) for _ in layers]
    token = torch.zeros(1, dtype=torch.long)

    @torch.inference_mode()
    def run():
        nonlocal token
        drawn = []
        for _ in range(block):
            x = token
            for l, layer in enumerate(layers):
                states[l] = layer(x, *states[l])
                x = states[l][0]
            # argmax(logits + Gumbel noise) is a draw from the softmax
            token = (read_out(x) - torch.empty(1, V).exponential_().log_()).argmax(-1)
            drawn.append(token)
        torch.cat(drawn).tolist()
        return block

    return run


def rnn_bottom(cell):
    rows, recurrent, _ = by_token(cell)
    rows = rows + cell.bias_hh.detach()
    return lambda token, h, c: (torch.addmm(rows[token], h, recurrent).tanh_(), c)


def lstm_bottom(cell):
    rows, recurrent, _ = by_token(cell)
    rows = rows + cell.bias_hh.detach()

    def step(token, h, c):
        i, f, g, o = torch.addmm(rows[token], h, recurrent).chunk(4, 1)
        c = torch.addcmul(f.sigmoid() * c, i.sigmoid(), g.tanh())
        return o.sigmoid() * c.tanh(), c

    return step


def gru_bottom(cell):
    rows, recurrent, bias = by_token(cell)
    H = cell.hidden_size

    def step(token, h, c):
        x, u = rows[token], torch.addmm(bias, h, recurrent)
        r, z = (x[:, : 2 * H] + u[:, : 2 * H]).sigmoid_().chunk(2, 1)
        n = torch.addcmul(x[:, 2 * H :], r, u[:, 2 * H :]).tanh_()
        return torch.lerp(n, h, z), c

    return step


def by_token(cell):
    """What each token adds to the gates [V, kH], the recurrent weights [H, kH] and their bias."""
    rows = (cell.weight_ih.t() + cell.bias_ih).detach().contiguous()
    return rows, cell.weight_hh.detach().t(), cell.bias_hh.detach()


BOTTOMS = {"RNN": rnn_bottom, "LSTM": lstm_bottom, "GRU": gru_bottom}
UPPERS = {
    "RNN": lambda cell: lambda x, h, c: (cell(x, h), c),
    "LSTM": lambda cell: lambda x, h, c: cell(x, (h, c)),
    "GRU": lambda cell: lambda x, h, c: (cell(x, h), c),
}
