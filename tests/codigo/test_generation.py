"""Our ways to write give what `transformers` gives."""

import math
from collections import Counter
from itertools import product

import generation
import pytest
import torch


@pytest.fixture(scope="module")
def gpt2() -> torch.nn.Module:
    """A random model whose next token is neither sure nor blind; token 0 ends a text."""
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(2)
    tokens = {"vocab_size": 12, "bos_token_id": 1, "eos_token_id": 0, "pad_token_id": 0}
    config = GPT2Config(n_positions=64, n_embd=16, n_layer=2, n_head=2, initializer_range=0.4, **tokens)
    model = GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.1 * torch.randn(parameter.shape)
    return model


def as_function(model: torch.nn.Module):
    @torch.no_grad()
    def logits(ids: list[int]) -> torch.Tensor:
        return model(torch.tensor([ids])).logits[0, -1]

    return logits


PROMPTS = [[a, b, 5] for a, b in product(range(1, 6), range(6, 11))]


def theirs(model: torch.nn.Module, prompt: list[int], n: int, **options: object) -> list[int]:
    ids = model.generate(torch.tensor([prompt]), max_new_tokens=n, do_sample=False, **options)
    return ids[0].tolist()


def test_greedy(gpt2: torch.nn.Module) -> None:
    texts = [generation.greedy(as_function(gpt2), prompt, 12, end=0) for prompt in PROMPTS]
    assert texts == [theirs(gpt2, prompt, 12) for prompt in PROMPTS]
    assert len({len(text) for text in texts}) > 2


@pytest.mark.parametrize("alpha", [0.0, 1.0])
@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_beam_search(gpt2: torch.nn.Module, k: int, alpha: float) -> None:
    model = as_function(gpt2)
    some = PROMPTS[::2]
    texts = [generation.beam_search(model, prompt, 10, end=0, k=k, alpha=alpha) for prompt in some]
    for text, prompt in zip(texts, some, strict=True):
        assert text == theirs(gpt2, prompt, 10, num_beams=k, length_penalty=alpha)
    assert len({len(text) for text in texts}) > 2


def test_a_wide_beam_finds_the_best_text(gpt2: torch.nn.Module) -> None:
    known = {}
    function = as_function(gpt2)

    def model(ids: list[int]) -> torch.Tensor:
        if tuple(ids) not in known:
            known[tuple(ids)] = function(ids)
        return known[tuple(ids)]

    for prompt in PROMPTS[::9]:
        whole = [ids[: ids.index(0) + 1] if 0 in ids else ids for ids in product(range(12), repeat=3)]
        texts = {ids: generation.log_prob(model, [*prompt, *ids], len(prompt)) for ids in set(whole)}
        assert sum(map(math.exp, texts.values())) == pytest.approx(1, abs=1e-4)
        best = max(texts, key=texts.__getitem__)
        assert generation.beam_search(model, prompt, 3, end=0, k=200) == [*prompt, *best]


def test_filters() -> None:
    from transformers import TopKLogitsWarper, TopPLogitsWarper

    g = torch.Generator().manual_seed(1)
    for i in range(200):
        logits = 3 * torch.randn(20, generator=g, dtype=torch.float64)
        k, p = 1 + i % 25, 0.02 + 0.97 * torch.rand((), generator=g).item()
        for ours, warper in (
            (generation.keep_top_k(logits, k), TopKLogitsWarper(k)),
            (generation.keep_top_p(logits, p), TopPLogitsWarper(p)),
        ):
            assert torch.equal(ours, warper(None, logits[None])[0])
    assert torch.equal(generation.keep_top_p(logits, 1.0), logits)
    assert generation.keep_top_p(logits, 1e-9).isfinite().sum() == 1


CUTS = [{}, {"temperature": 0.5}, {"k": 2}, {"p": 0.6}, {"temperature": 2.0, "k": 3, "p": 0.8}]


@pytest.mark.parametrize("options", CUTS)
def test_samples_follow_the_cut_distribution(options: dict[str, float]) -> None:
    from transformers import LogitsProcessorList, TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

    logits = torch.tensor([2.0, 1.5, 0.0, 1.0, -1.0])
    warpers = {"temperature": TemperatureLogitsWarper, "k": TopKLogitsWarper, "p": TopPLogitsWarper}
    chain = LogitsProcessorList([warpers[name](value) for name, value in options.items()])
    wanted = chain(None, logits[None])[0].softmax(dim=-1).tolist()
    ids = generation.sample(lambda ids: logits, [3], 3000, g=torch.Generator().manual_seed(1), **options)
    counts = Counter(ids[1:])
    assert sum(counts.values()) == 3000
    for i, p in enumerate(wanted):
        assert abs(counts[i] / 3000 - p) <= 4 * math.sqrt(p * (1 - p) / 3000)


@pytest.mark.parametrize("options", [{"temperature": 0}, {"temperature": -1.0}, {"k": 0}, {"p": 0.0}])
def test_a_cut_that_leaves_nothing_is_told(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"^temperature, k and p are above 0 \(or use greedy\)$"):
        generation.sample(lambda ids: torch.zeros(4), [1], 3, **options)


def test_samples_stop_at_the_end() -> None:
    ids = generation.sample(lambda ids: torch.zeros(4), [1], 1000, end=0, g=torch.Generator().manual_seed(1))
    assert ids.index(0) == len(ids) - 1


def test_counts() -> None:
    stories = [list("abc"), list("abd"), list("bc"), list("dba")]
    model = generation.Counts(stories, list("abcd"), context=2)

    def counts(text: str) -> list[float]:
        return [round(x - 0.01) for x in model(["abcd".index(c) for c in text]).exp().tolist()]

    assert counts("ab") == [0, 0, 1, 1]
    assert counts("cab") == [0, 0, 1, 1]
    assert counts("b") == [1, 0, 2, 1]
    assert counts("db") == [1, 0, 0, 0]
    assert counts("cb") == [1, 0, 2, 1]
    assert counts("") == [3, 4, 2, 2]
