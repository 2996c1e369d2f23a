"""The encoder–decoder computes what PyTorch's computes, and its pairs are sentences of the grammar."""

import math
import sys
from collections import Counter
from random import Random

import command
import corpus
import cross_attention
import encoder_decoder
import pytest
import torch
from grammar import NOUNS, form
from torch import nn

SIZES = cross_attention.Sizes(V=40, T=30, d=24, h=4, L=3, hidden=40, epsilon=1e-3)


def perturb(module: nn.Module) -> None:
    g = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += 0.3 * torch.randn(parameter.shape, generator=g, dtype=parameter.dtype)


def as_torch(attention: cross_attention.Attention) -> dict[str, torch.Tensor]:
    parts = (attention.query, attention.key, attention.value)
    return {
        "in_proj_weight": torch.cat([part.weight for part in parts]),
        "in_proj_bias": torch.cat([part.bias for part in parts]),
        "out_proj.weight": attention.output.weight,
        "out_proj.bias": attention.output.bias,
    }


def layer_as_torch(layer: cross_attention.Layer) -> dict[str, torch.Tensor]:
    parts = {"self_attn": as_torch(layer.attention), "norm1": layer.norm1.state_dict()}
    parts |= {"linear1": layer.mlp[0].state_dict(), "linear2": layer.mlp[2].state_dict()}
    if layer.cross is None:
        parts["norm2"] = layer.norm3.state_dict()
    else:
        parts |= {"multihead_attn": as_torch(layer.cross), "norm2": layer.norm2.state_dict()}
        parts["norm3"] = layer.norm3.state_dict()
    return {f"{part}.{name}": tensor for part, tensors in parts.items() for name, tensor in tensors.items()}


def texts(g: torch.Generator, *lengths: int) -> torch.Tensor:
    """Ids of texts of these lengths, filled with the id 0."""
    rows = [torch.randint(1, SIZES.V, (n,), generator=g) for n in lengths]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True)


def test_cross_attention() -> None:
    ours = cross_attention.Attention(24, 4).double()
    perturb(ours)
    theirs = nn.MultiheadAttention(24, 4, batch_first=True).double()
    theirs.load_state_dict(as_torch(ours))
    g = torch.Generator().manual_seed(2)
    x, y = (torch.randn(3, n, 24, generator=g, dtype=torch.float64) for n in (7, 11))
    filling = torch.arange(11) >= torch.tensor([[11], [4], [1]])
    wanted, weights = theirs(x, y, y, key_padding_mask=filling, average_attn_weights=False)
    torch.testing.assert_close(ours(x, y, ~filling[:, None, None]), wanted, atol=1e-12, rtol=0)
    torch.testing.assert_close(ours.weights, weights, atol=1e-12, rtol=0)


def test_the_whole_is_torch_s() -> None:
    s = SIZES
    ours = cross_attention.Transformer(s).double()
    perturb(ours)
    options = {"dropout": 0.0, "layer_norm_eps": s.epsilon, "batch_first": True, "dtype": torch.float64}
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(s.d, s.h, s.hidden, **options), s.L)
    decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(s.d, s.h, s.hidden, **options), s.L)
    whole = nn.Transformer(s.d, s.h, custom_encoder=encoder, custom_decoder=decoder, batch_first=True)  # fills them
    for half, layers in ((encoder, ours.encoder), (decoder, ours.decoder)):
        for theirs, layer in zip(half.layers, layers, strict=True):
            theirs.load_state_dict(layer_as_torch(layer))
    g = torch.Generator().manual_seed(3)
    source, target = texts(g, 12, 5, 9), texts(g, 10, 10, 10)
    future = torch.ones(10, 10, dtype=torch.bool).triu(1)
    mixed = whole(
        ours.embed(source), ours.embed(target), tgt_mask=future,
        src_key_padding_mask=source == 0, memory_key_padding_mask=source == 0,
    )  # fmt: skip
    logits = ours.decode(target, *ours.encode(source))
    assert logits.std() > 0.5
    torch.testing.assert_close(logits, mixed @ ours.embedding.weight.T, atol=1e-10, rtol=0)


def test_positions() -> None:
    table = cross_attention.sinusoids(50, 24).double()
    for t in range(50):
        for i in range(12):
            angle = t / 10_000 ** (2 * i / 24)
            assert table[t, 2 * i].item() == pytest.approx(math.sin(angle), abs=1e-5)
            assert table[t, 2 * i + 1].item() == pytest.approx(math.cos(angle), abs=1e-5)


def test_the_sizes_of_2017() -> None:
    """The paper says 65 and 213 million for «about 37,000 tokens», without saying what it counts.

    Here: one matrix of 37,000 rows, tied three ways (both embeddings and the unembedding), biases everywhere but in the
    unembedding, and no table of positions. The paper's figures are 3 % more and 1 % less.
    """
    counts = []
    for d, h, hidden in ((512, 8, 2048), (1024, 16, 4096)):
        with torch.device("meta"):
            s = cross_attention.Sizes(V=37_000, T=512, d=d, h=h, L=6, hidden=hidden)
            ours = cross_attention.Transformer(s)
            theirs = nn.Transformer(d, h, 6, 6, hidden, batch_first=True)  # one norm more at the end of each half
        counts.append(sum(p.numel() for p in ours.parameters()))
        assert counts[-1] == sum(p.numel() for p in theirs.parameters()) - 4 * d + 37_000 * d
    assert counts == [63_082_496, 214_245_376]
    assert counts == [pytest.approx(65e6, rel=0.04), pytest.approx(213e6, rel=0.01)]


def test_pairs_are_of_the_grammar_and_differ_in_number_only() -> None:
    pairs = encoder_decoder.pairs(Random(3), 400)
    assert len({tuple(source) for source, _ in pairs}) == 400
    assert not {tuple(source) for source, _ in pairs} & {tuple(target) for _, target in pairs}
    number = {form(noun, g, n): n for noun in NOUNS for g in (0, 1) for n in (0, 1)}
    kept = Counter()
    for source, target in pairs:
        p, q = (corpus.probability(words, (("unnamed",),)) for words in (source, target))
        assert p == q > 0
        assert len(source) == len(target)
        assert number[source[1]] == 1 - number[target[1]]
        assert source[-1] != target[-1], "the adjective agrees"
        if "que" in source:
            i = source.index("que") + 1
            kept[source[i] == target[i]] += 1
    assert min(kept.values()) > 40, "the verb of a relative must sometimes change and sometimes not"


def test_it_learns_and_beams_of_one_are_greedy() -> None:
    torch.manual_seed(1)
    model = cross_attention.Transformer(cross_attention.Sizes(V=12, T=8, d=16, h=2, L=1, hidden=32))
    rng = Random(1)
    sources = [[rng.randrange(3, 12) for _ in range(rng.randrange(1, 4))] for _ in range(300)]
    targets = [[1, *source[::-1], 2] for source in sources]
    encoder_decoder.train(model, sources, targets, steps=150, B=32, lr=0.01)
    assert encoder_decoder.right(model, sources[:50], targets[:50]) > 40
    for source in sources[:20]:
        one = encoder_decoder.translate(model, source, 1, 2)
        assert encoder_decoder.translate(model, source, 1, 2, k=1) == one


def test_the_filling_changes_no_loss() -> None:
    model = cross_attention.Transformer(SIZES).double()
    short, long = ([5, 6], [1, 7, 2]), ([5, 6, 7, 8], [1, 7, 8, 9, 2])
    losses = [encoder_decoder.loss(model, [source], [target]) for source, target in (short, long)]
    both = encoder_decoder.loss(model, *map(list, zip(short, long)))
    torch.testing.assert_close(both, (2 * losses[0] + 4 * losses[1]) / 6)


BAD = {
    "mi loro llegó triste .": 'the word "loro" is not in the corpus (try "libro")',
    " ": "give from 1 to 13 words, not 0",
    "mi " * 14: "give from 1 to 13 words, not 14",
}


@pytest.mark.parametrize("text", BAD)
def test_a_mistake_is_said_in_one_line(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["encoder_decoder.py", text])
    with pytest.raises(SystemExit) as error:
        command.run(encoder_decoder.main, "[SENTENCE]", ValueError)
    assert str(error.value).startswith(f"encoder_decoder.py: {BAD[text]}")
    assert "\n" not in str(error.value)
