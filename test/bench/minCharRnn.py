"""A contestant: a vanilla RNN in NumPy as in Karpathy's min-char-rnn, forward, backward and Adagrad written out.

    h_t = tanh(Wxh x_t + Whh h_{t-1} + bh)     p_t = softmax(Why h_t + by)

With a batch of sequences, columns side by side, dense inputs and float32. Gradients are clipped value by value at 5, as
in the original.
"""

import numpy as np

from serve import serve


class Rnn:
    def __init__(self, inputs, hidden, outputs, rng):
        def normal(*shape):
            return (rng.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32)

        self.params = {
            "Wxh": normal(hidden, inputs),
            "Whh": normal(hidden, hidden),
            "Why": normal(outputs, hidden),
            "bh": np.zeros((hidden, 1), np.float32),
            "by": np.zeros((outputs, 1), np.float32),
        }
        self.memory = {name: np.zeros_like(p) for name, p in self.params.items()}

    def forward(self, xs, targets):
        """xs [T, D, N], targets [T, N]: the mean loss, and all h [T + 1, H, N] and p [T, V, N] for the way back."""
        Wxh, Whh, Why, bh, by = self.params.values()
        T, _, N = xs.shape
        hs = np.zeros((T + 1, len(Whh), N), np.float32)
        ps = np.empty((T, len(Why), N), np.float32)
        for t in range(T):
            hs[t + 1] = np.tanh(Wxh @ xs[t] + Whh @ hs[t] + bh)
            logits = Why @ hs[t + 1] + by
            exps = np.exp(logits - logits.max(0))
            ps[t] = exps / exps.sum(0)
        picked = np.take_along_axis(ps, targets[:, None], 1)
        return -np.log(picked).mean(), hs, ps

    def backward(self, xs, targets, hs, ps):
        """The gradient of the mean loss by the name of the parameter."""
        _, Whh, Why, _, _ = self.params.values()
        grads = {name: np.zeros_like(p) for name, p in self.params.items()}
        T, _, N = xs.shape
        dh_next = np.zeros_like(hs[0])
        for t in reversed(range(T)):
            dy = ps[t].copy()
            dy[targets[t], np.arange(N)] -= 1
            dy /= T * N
            grads["Why"] += dy @ hs[t + 1].T
            grads["by"] += dy.sum(1, keepdims=True)
            da = (Why.T @ dy + dh_next) * (1 - hs[t + 1] ** 2)
            grads["bh"] += da.sum(1, keepdims=True)
            grads["Wxh"] += da @ xs[t].T
            grads["Whh"] += da @ hs[t].T
            dh_next = Whh.T @ da
        return grads

    def update(self, grads, rate=0.1):
        """Adagrad."""
        for name, grad in grads.items():
            np.clip(grad, -5, 5, out=grad)
            self.memory[name] += grad * grad
            self.params[name] -= rate * grad / np.sqrt(self.memory[name] + 1e-8)


def training(row):
    if row["cell"] != "RNN" or row["layers"] != 1:
        raise ValueError(f"min-char-rnn is one layer of RNN, not {row['layers']} of {row['cell']}")
    N, T, D, V = (row[key] for key in ("batchSize", "timeSteps", "inputSize", "vocabSize"))
    rng = np.random.default_rng(1)
    rnn = Rnn(D, row["hiddenSize"], V, rng)
    xs = rng.standard_normal((T, D, N)).astype(np.float32)
    targets = rng.integers(0, V, (T, N))

    def run():
        _, hs, ps = rnn.forward(xs, targets)
        rnn.update(rnn.backward(xs, targets, hs, ps))
        return N * T

    return run


if __name__ == "__main__":
    serve({"train": training})
