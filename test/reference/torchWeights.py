"""PyTorch's side of the weights' tests: one request on stdin, one reply on stdout, both JSON.

load: modules are made as a file's own notes say and given the file's weights, strictly; then they compute.
give: modules are made with random weights and biases, saved, and compute.
"""

import json
import sys

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn


def tree(calls):
    """Modules by their dotted names; "" is the whole."""
    if "" in calls:
        return eval(calls[""])
    root = nn.Module()
    for name, call in calls.items():
        *path, last = name.split(".")
        at = root
        for part in path:
            if not hasattr(at, part):
                at.add_module(part, nn.Module())
            at = getattr(at, part)
        at.add_module(last, eval(call))
    return root


def layers(m, x):
    """A cell, or a module for each layer."""
    if isinstance(m, nn.RNNBase):
        return m(x)[0]
    for one in m.children():
        x = one(x)[0]
    return x


def one_hot(tokens, size):
    return nn.functional.one_hot(tokens, size).float()


def language(m, tokens):
    return m.read_out(layers(m.rnn, one_hot(tokens, m.read_out.out_features)))


def named(m, tokens):
    """The same where the parts are called otherwise."""
    return m.fc(m.lstm(one_hot(tokens, m.fc.out_features))[0])


def captions(m, tokens, image):
    words = m.embedding(tokens)
    return m.read_out(m.rnn(torch.cat([words, image[:, None].expand(-1, words.shape[1], -1)], 2))[0])


def looking(m, tokens, image):
    """Soft attention over image [N, L, D] before each word."""
    mean, logits = image.mean(1), []
    state = (torch.tanh(m.initial(mean))[None], torch.tanh(m.initial_c(mean))[None])
    for word in m.embedding(tokens).unbind(1):
        h = state[0][0]
        asked = torch.cat([h, word], 1) if m.attention.state.in_features > h.shape[1] else h
        scores = m.attention.score(torch.tanh(m.attention.state(asked)[:, None] + m.attention.places(image)))
        z = (scores.softmax(1) * image).sum(1)
        z = z * torch.sigmoid(m.gate(h)) if hasattr(m, "gate") else z
        h, state = m.rnn(torch.cat([word, z], 1)[:, None], state)
        said = word + m.output.state(h[:, 0]) + m.output.places(z) if hasattr(m, "output") else h[:, 0]
        logits.append(m.read_out(said))
    return torch.stack(logits, 1)


def translation(m, source, tokens):
    _, state = m.encoder(one_hot(source, m.encoder.input_size))
    return m.decoder.read_out(m.decoder.rnn(one_hot(tokens, m.decoder.rnn.input_size), state)[0])


def pictures(m, images):
    """VGG: the maximum of 2 x 2 after each block of convolutions, then dense layers."""
    x, block = images.permute(0, 3, 1, 2), "conv1"
    for name, module in m.named_children():
        below, block = block, name.split("_")[0]
        if below != block and below.startswith("conv"):
            x = nn.functional.max_pool2d(x, 2)
        x = module(x if block.startswith("conv") else x.flatten(1))
        x = x if name == "fc8" else x.relu()
    return x


def keras(m, tokens):
    x = tokens
    for module in m.children():
        x = module(x)
        x = x[0] if isinstance(x, tuple) else x
    return x


def tensor(value):
    of = torch.tensor(value)
    return of if of.is_floating_point() else of.long()


def load(cases):
    for case in cases:
        with safe_open(case["file"], "pt") as opened:
            calls = json.loads(opened.metadata()["modules"])
        m = tree(calls)
        m.load_state_dict(load_file(case["file"]))
        if case["form"]:
            yield globals()[case["form"]](m, *map(tensor, case["given"])).tolist()
        else:
            yield None


def give(cases):
    for seed, case in enumerate(cases):
        torch.manual_seed(seed)
        m = tree(case["calls"])
        for name, weight in m.named_parameters():
            if "bias" in name:
                nn.init.normal_(weight, std=case["std"])
        m = m.to(getattr(torch, case["dtype"]))
        save_file(m.state_dict(), case["file"], case.get("metadata"))
        yield globals()[case["form"]](m.float(), *map(tensor, case["given"])).tolist()


with torch.no_grad():
    request = json.load(sys.stdin)
    json.dump(list({"load": load, "give": give}[request["do"]](request["cases"])), sys.stdout)
