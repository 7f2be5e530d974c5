"""What the reference evaluation of captions gives, for captionMetrics.ts beside this file to compare.

    python test/reference/captionMetrics.py < questions.json > answers.json

Needs Java and `pip install pycocoevalcap==1.2`. Questions: {"sentences": [text, …], "corpora": {name: [{"candidate": text,
"references": [text, …]}, …]}}. Answers: {"words": [text, …], "corpora": {name: {"bleu1": …, "ciderD": …}}}.
"""

import json
import os
import sys

from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer


def tokenize(lists):
    captions = {i: [{"caption": text} for text in texts] for i, texts in enumerate(lists)}
    return PTBTokenizer().tokenize(captions)


def score(corpus):
    references = tokenize([one["references"] for one in corpus])
    candidates = tokenize([[one["candidate"]] for one in corpus])
    bleu, _ = Bleu(4).compute_score(references, candidates, verbose=0)
    rouge, _ = Rouge().compute_score(references, candidates)
    cider, _ = Cider().compute_score(references, candidates)
    names = ["bleu1", "bleu2", "bleu3", "bleu4", "rougeL", "ciderD"]
    return {name: float(value) for name, value in zip(names, [*bleu, rouge, cider])}


def main():
    answers = os.fdopen(os.dup(1), "w")
    # The reference prints as it goes.
    os.dup2(2, 1)
    questions = json.load(sys.stdin)
    words = tokenize([[text] for text in questions["sentences"]])
    corpora = {name: score(corpus) for name, corpus in questions["corpora"].items()}
    json.dump({"words": [words[i][0] for i in range(len(words))], "corpora": corpora}, answers)


main()
