"""The small transformer computes what PyTorch's layers do."""

from random import Random

import inside
import pytest
import torch
import transformer
from small_transformer import CLOSE, STORIES, WORDS, inputs, random_model, small, some_ids
from torch import nn
from torch.nn import functional as F
from transformer import Transformer


@pytest.mark.parametrize("length", [1, 2, 9])
def test_attention_is_the_same_in_a_loop_as_matrices_and_in_pytorch(length: int) -> None:
    q, k, v = torch.randn(3, 4, 2, length, 8, generator=torch.Generator().manual_seed(7), dtype=torch.float64)
    mixed = transformer.attend(q, k, v)
    for b in range(4):
        for h in range(2):
            torch.testing.assert_close(mixed[b, h], transformer.attend_loop(q[b, h], k[b, h], v[b, h]), **CLOSE)
    torch.testing.assert_close(mixed, F.scaled_dot_product_attention(q, k, v, is_causal=True), **CLOSE)


def attention_weights(ours: transformer.Attention) -> dict[str, torch.Tensor]:
    """Our weights as nn.MultiheadAttention names and stores them."""
    projections = (ours.query, ours.key, ours.value)
    return {
        "in_proj_weight": torch.cat([layer.W.T for layer in projections]),
        "in_proj_bias": torch.cat([layer.b for layer in projections]),
        "out_proj.weight": ours.output.W.T,
        "out_proj.bias": ours.output.b,
    }


def test_self_attention_is_pytorch_s() -> None:
    ours = random_model().blocks[0].attention
    theirs = nn.MultiheadAttention(16, 2, batch_first=True, dtype=torch.float64)
    theirs.load_state_dict(attention_weights(ours))
    x = torch.randn(4, 30, 16, dtype=torch.float64)
    seen = {}
    y = ours(x, lambda name, tensor: seen.setdefault(name, tensor))
    future = torch.ones(30, 30, dtype=torch.bool).triu(1)
    expected, weights = theirs(x, x, x, attn_mask=future, average_attn_weights=False)
    torch.testing.assert_close(y, expected, **CLOSE)
    torch.testing.assert_close(seen["weights"], weights, **CLOSE)


def test_the_norm_is_pytorch_s_even_for_tiny_vectors() -> None:
    ours = random_model().norm
    x = torch.randn(50, 16, dtype=torch.float64) * torch.logspace(-5, 3, 50, dtype=torch.float64)[:, None]
    expected = F.layer_norm(x, (16,), ours.gamma, ours.beta, 1e-5)
    torch.testing.assert_close(ours(x), expected, **CLOSE)


def theirs(model: Transformer, ids: torch.Tensor) -> torch.Tensor:
    """The logits of the same weights in layers of PyTorch."""
    d, hidden = model.blocks[0].ffn.up.W.shape
    x = F.embedding(ids, model.embedding.weight) + model.position.weight[: ids.shape[1]]
    mask = nn.Transformer.generate_square_subsequent_mask(ids.shape[1], dtype=torch.float64)
    for block in model.blocks:
        layer = nn.TransformerEncoderLayer(
            d, block.attention.heads, hidden, 0.0, norm_first=True, batch_first=True, dtype=torch.float64
        )
        attention = {f"self_attn.{name}": tensor for name, tensor in attention_weights(block.attention).items()}
        norms = {
            f"norm{i}.{name}": tensor
            for i, norm in ((1, block.norm1), (2, block.norm2))
            for name, tensor in (("weight", norm.gamma), ("bias", norm.beta))
        }
        network = {
            f"linear{i}.{name}": tensor
            for i, linear in ((1, block.ffn.up), (2, block.ffn.down))
            for name, tensor in (("weight", linear.W.T), ("bias", linear.b))
        }
        layer.load_state_dict(attention | norms | network)
        x = layer(x, src_mask=mask)
    x = F.layer_norm(x, (d,), model.norm.gamma, model.norm.beta)
    return F.linear(x, model.unembedding.W.T)


@pytest.mark.parametrize("sizes", [{}, {"layers": 1}, {"d": 12, "heads": 3, "layers": 3}, {"heads": 1, "expansion": 2}])
def test_the_whole_model_is_a_stack_of_pytorch_s_layers(sizes: dict[str, int]) -> None:
    model = random_model(**sizes)
    for ids in (some_ids(), some_ids(3, 7)):
        torch.testing.assert_close(model(ids), theirs(model, ids), **CLOSE)


def test_the_published_model_is_a_stack_of_pytorch_s_layers() -> None:
    ids = inputs(STORIES[:20])
    torch.testing.assert_close(small()(ids), theirs(small(), ids), **CLOSE)


def test_without_neurons_a_block_is_its_attention_alone() -> None:
    model, ids = random_model(expansion=0), some_ids()
    x = model.embedding(ids) + model.position.weight
    for block in model.blocks:
        x = x + block.attention(block.norm1(x), transformer.untouched)
    torch.testing.assert_close(model(ids), model.unembedding(model.norm(x)), **CLOSE)
    silent = random_model(expansion=2)
    for block in silent.blocks:
        block.ffn.down.W.zero_(), block.ffn.down.b.zero_()
    same = {name: tensor for name, tensor in silent.state_dict().items() if name in model.state_dict()}
    model.load_state_dict(same)
    torch.testing.assert_close(model(ids), silent(ids), **CLOSE)
    assert "1.ffn" not in inside.trace(model, ids) and "1.norm2" not in inside.trace(model, ids)


def test_no_word_sees_the_following_ones() -> None:
    for model in (random_model(), small()):
        ids = some_ids()
        before = model(ids)
        for t in (1, 13, 29):
            changed = ids.clone()
            changed[:, t] = (ids[:, t] + 1) % len(WORDS)
            after = model(changed)
            torch.testing.assert_close(after[:, :t], before[:, :t], rtol=0, atol=1e-12)
            assert (after[:, t:] - before[:, t:]).abs().amax(dim=(0, 2)).min() > 1e-6


def test_the_gradient_of_the_whole_model_is_the_slope_of_its_loss() -> None:
    """Attention, norm and network by finite differences: nothing that is written out hides a step from autograd."""
    model, ids = random_model().requires_grad_(True), some_ids(2, 12)
    targets = torch.roll(ids, -1, dims=1)

    def loss() -> torch.Tensor:
        return F.cross_entropy(model(ids).flatten(0, 1), targets.flatten())

    loss().backward()
    rng = Random(3)
    for name, weights in model.named_parameters():
        flat, slope = weights.data.view(-1), weights.grad.view(-1)
        for i in rng.sample(range(len(flat)), 3):
            middle, ends = flat[i].item(), []
            for step in (1e-5, -1e-5):
                flat[i] = middle + step
                ends.append(loss().item())
            flat[i] = middle
            assert slope[i].item() == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-4, abs=1e-8), name
