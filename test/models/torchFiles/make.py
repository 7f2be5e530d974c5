"""Writes the files beside it with PyTorch (made with 2.13), and prints what the network of VGG's form computes."""

from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn

here = Path(__file__).parent
numbers = torch.arange(6.0)
state = OrderedDict(
    turned=numbers.view(2, 3).t(),
    part=numbers[2:5],
    half=torch.tensor([0.5, -2.0]).half(),
    brain=torch.tensor([[1.5], [-3.0]]).bfloat16(),
    double=torch.tensor(0.25).double(),
    count=torch.tensor(7),
)
torch.save(state, here / "zip.pth")
torch.save({"epoch": 3, "state_dict": state}, here / "stream.pth", _use_new_zipfile_serialization=False)
torch.save(nn.Linear(2, 1), here / "module.pth")


class Vgg(nn.Module):
    def __init__(self):
        super().__init__()
        convolution = lambda i, o: [nn.Conv2d(i, o, 3, padding=1), nn.ReLU()]
        pool = [nn.MaxPool2d(2)]
        self.features = nn.Sequential(*convolution(3, 4), *pool, *convolution(4, 3), *convolution(3, 6), *pool)
        hidden = lambda i, o: [nn.Linear(i, o), nn.ReLU(), nn.Dropout()]
        self.classifier = nn.Sequential(*hidden(24, 5), *hidden(5, 7), nn.Linear(7, 2))

    def forward(self, x):
        return self.classifier[:5](self.features(x).flatten(1))


torch.manual_seed(1)
net = Vgg().eval()
torch.save(net.state_dict(), here / "vgg.pth", _use_new_zipfile_serialization=False)
image = (torch.arange(192.0) % 7).view(8, 8, 3).permute(2, 0, 1)[None]
print(net(image)[0].tolist())
