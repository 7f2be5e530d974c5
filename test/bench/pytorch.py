"""A contestant: PyTorch on the processor; with the argument "by-hand" it samples by code that no module has."""

import sys

import torch

from serve import serve
from torch_captioner import decoding, training as caption_training
from torch_cnn import training as cnn_training
from torch_recurrent import training
from torch_sampling import sampling, sampling_by_rows

THREADS = 2


def matrix_product(row):
    """By oneDNN: MKL, torch.mm's library, has reached half its speed on an AMD processor."""
    n = row["size"]
    a, b = torch.randn(n, n).to_mkldnn(), torch.randn(n, n).to_mkldnn()

    def run():
        torch.ops.aten.mkldnn_linear(a, b).to_dense()
        return 2 * n**3

    return run


torch.manual_seed(1)
torch.set_num_threads(THREADS)
serve(
    {
        "train": training,
        "sample": sampling_by_rows if "by-hand" in sys.argv else sampling,
        "captionTrain": caption_training,
        "captionDecode": decoding,
        "cnn": cnn_training,
        "gemm": matrix_product,
    }
)
