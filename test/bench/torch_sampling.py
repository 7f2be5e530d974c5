"""Sampling, a character at a time.

PyTorch's *Cell modules as they are (nn.LSTM on a sequence of length one is far slower), and by hand: a row of the input
weights instead of a product with a one-hot vector. One thread: a second never helps.
"""

import torch
from torch import nn


def sampling(row):
    """RNNCell, LSTMCell or GRUCell on one-hot characters."""
    V = row["vocabSize"]
    one_hot = torch.eye(V)
    kind = row["cell"]
    return drawing(row, lambda cell: WHOLE[kind](cell), lambda token: one_hot[token])


def sampling_by_rows(row):
    """The same, the bottom layer by hand: each of its input products is a row of a matrix."""
    kind = row["cell"]
    return drawing(row, lambda cell: BOTTOMS[kind](cell), lambda token: token)


def drawing(row, bottom, read):
    torch.set_num_threads(1)
    H, L, V, block = (row[key] for key in ("hiddenSize", "layers", "vocabSize", "block"))
    cell = getattr(nn, f"{row['cell']}Cell")
    layers = [bottom(cell(V, H)), *(WHOLE[row["cell"]](cell(H, H)) for _ in range(L - 1))]
    read_out = nn.Linear(H, V)
    states = [(torch.zeros(1, H), torch.zeros(1, H)) for _ in layers]
    token = torch.zeros(1, dtype=torch.long)

    @torch.inference_mode()
    def run():
        nonlocal token
        drawn = []
        for _ in range(block):
            x = read(token)
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
WHOLE = {
    "RNN": lambda cell: lambda x, h, c: (cell(x, h), c),
    "LSTM": lambda cell: lambda x, h, c: cell(x, (h, c)),
    "GRU": lambda cell: lambda x, h, c: (cell(x, h), c),
}
