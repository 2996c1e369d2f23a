"""The decoder with switches computes what Llama's code, PyTorch's norms and the guide's own decoder compute."""

import math
from dataclasses import replace
from itertools import product

import descodificador
import modern
import pytest
import torch
import variants
import vocabulary
from torch import nn

LLAMA = modern.Sizes(
    V=50, T=40, d=24, h=6, L=3, norm="rms", mlp="swiglu", position="rope", bias=False, kv_heads=2, hidden=40, base=50.0
)


def perturb(module: nn.Module) -> None:
    """Random gains and biases, so that a wrong one cannot hide."""
    g = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += 0.3 * torch.randn(parameter.shape, generator=g, dtype=parameter.dtype)


def small(**switches: object) -> modern.Decoder:
    torch.manual_seed(2)
    sizes = modern.Sizes(**{"V": 50, "T": 40, "d": 24, "h": 6, "L": 2, "kv_heads": 6, "hidden": 40} | switches)
    model = modern.Decoder(sizes).double()
    perturb(model)
    return model


@pytest.mark.parametrize("kv_heads", [1, 2, 3, 6])
def test_llama(kv_heads: int) -> None:
    from transformers import LlamaConfig, LlamaForCausalLM

    s = replace(LLAMA, kv_heads=kv_heads)
    config = LlamaConfig(
        vocab_size=s.V, hidden_size=s.d, intermediate_size=s.hidden, num_hidden_layers=s.L, num_attention_heads=s.h,
        num_key_value_heads=kv_heads, head_dim=s.d // s.h, max_position_embeddings=s.T, rms_norm_eps=s.epsilon,
        rope_parameters={"rope_theta": s.base, "rope_type": "default"}, attn_implementation="eager",
    )  # fmt: skip
    torch.manual_seed(0)
    theirs = LlamaForCausalLM(config).double().eval()
    perturb(theirs)
    names = {"embed_tokens": "embedding", "layers": "blocks", "input_layernorm": "norm1", "self_attn": "attention",
             "post_attention_layernorm": "norm2", "q_proj": "query", "k_proj": "key", "v_proj": "value",
             "o_proj": "output", "gate_proj": "gate", "up_proj": "up", "down_proj": "down",
             "lm_head": "unembedding"}  # fmt: skip
    ours = modern.Decoder(s).double()
    weights = {
        ".".join(names.get(part, part) for part in name.removeprefix("model.").split(".")): tensor
        for name, tensor in theirs.state_dict().items()
    }
    ours.load_state_dict(weights)
    ids = torch.randint(s.V, (3, 30), generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        wanted = theirs(ids).logits
        assert wanted.std() > 0.5
        torch.testing.assert_close(ours(ids), wanted, atol=1e-5, rtol=0)


SWITCHES = list(product(("layer", "rms"), ("relu", "swiglu"), ("learnt", "rope"), (2, 6)))


@pytest.mark.parametrize("norm, mlp, position, kv_heads", SWITCHES)
def test_the_cache_changes_nothing(norm: str, mlp: str, position: str, kv_heads: int) -> None:
    model = small(norm=norm, mlp=mlp, position=position, kv_heads=kv_heads)
    ids = torch.randint(50, (2, 30), generator=torch.Generator().manual_seed(4))
    with torch.no_grad():
        whole = model(ids)
        caches = [modern.Cache() for _ in model.blocks]
        parts = torch.cat([model(part, caches) for part in ids.split([7, 1, 1, 5, 1, 15], dim=1)], dim=1)
        torch.testing.assert_close(parts, whole, atol=1e-12, rtol=0)
        assert caches[0].k.shape == caches[1].v.shape == (2, kv_heads, 30, 4)
        prefix = ids[0, :5].tolist()
        slow = list(prefix)
        for _ in range(20):
            slow.append(model(torch.tensor([slow]))[0, -1].argmax().item())
    assert modern.generate(model, prefix, 20) == slow
    assert len(set(slow[5:])) > 1


def test_the_classic_variant_is_the_decoder_of_the_guide() -> None:
    torch.manual_seed(5)
    theirs = descodificador.Decoder(descodificador.Sizes(V=50, T=40, d=24, h=6, L=2)).double()
    perturb(theirs)
    ours = small(hidden=96)
    names = {"gamma": "weight", "beta": "bias", "ffn.0": "mlp.up", "ffn.2": "mlp.down"}
    weights = {}
    for name, tensor in theirs.state_dict().items():
        for old, new in names.items():
            name = name.replace(old, new)
        weights[name] = tensor
    ours.load_state_dict(weights)
    ids = torch.randint(50, (3, 30))
    with torch.no_grad():
        torch.testing.assert_close(ours(ids), theirs(ids), atol=1e-12, rtol=0)


def test_rms_norm_is_torch_s() -> None:
    theirs = nn.RMSNorm(24, eps=1e-3).double()
    perturb(theirs)
    ours = modern.RMSNorm(24, eps=1e-3).double()
    ours.load_state_dict(theirs.state_dict())
    x = torch.randn(5, 7, 24, dtype=torch.float64) / 10
    torch.testing.assert_close(ours(x), theirs(x), atol=1e-12, rtol=0)


def test_a_rotation_keeps_lengths_and_depends_on_the_difference() -> None:
    x, y = torch.randn(2, 10, 8, dtype=torch.float64).unbind()
    torch.testing.assert_close(modern.rotate(x, 3, 100.0).norm(dim=-1), x.norm(dim=-1))
    products = [modern.rotate(x, 2 + m, 100.0) @ modern.rotate(y, m, 100.0).T for m in (0, 9)]
    torch.testing.assert_close(*products)
    q, k = torch.randn(2, 8, dtype=torch.float64).unbind()
    turned = [modern.rotate(v.expand(12, 8), 0, 100.0) for v in (q, k)]
    scores = turned[0] @ turned[1].T
    for i in range(11):
        torch.testing.assert_close(scores.diagonal(i), scores[0, i].expand(12 - i))
    turned = modern.rotate(torch.tensor([[1.0, 0.0]]).double(), 5, 100.0)
    assert turned[0].tolist() == pytest.approx([math.cos(5), math.sin(5)])


@pytest.mark.parametrize(
    ("switches", "error"),
    [
        ({"norm": "rsm"}, KeyError), ({"mlp": "swiglue"}, KeyError), ({"position": "roped"}, KeyError),
        ({"h": 5}, ValueError), ({"kv_heads": 4}, ValueError),
    ],
)  # fmt: skip
def test_a_switch_or_a_size_that_will_not_do_is_not_passed_over(switches: dict, error: type[Exception]) -> None:
    with pytest.raises(error):
        small(**switches)


def test_positions_that_are_not_there_and_a_half_pair_are_not_passed_over() -> None:
    with pytest.raises(IndexError):
        modern.generate(small(T=6), [1, 2], 8)
    odd = small(d=18, position="rope")
    with pytest.raises(RuntimeError, match="multiply up"):
        odd(torch.tensor([[1, 2]]))


def test_variants_learn() -> None:
    stories = [f"a {x} b c {x} {y}".split() for x in "pqrs" for y in "tu"]
    data = vocabulary.padded(vocabulary.encode(stories, list("abcpqrstu")))
    for name, s in variants.variants(modern.Sizes(V=10, T=6)):
        torch.manual_seed(1)
        model = modern.Decoder(s)
        variants.train(model, *data, steps=60, B=8)
        best = (4 * 2) ** (1 / 5)
        assert best <= variants.perplexity(model, *data) < 1.15 * best, name
        caches = [modern.Cache() for _ in model.blocks]
        model(data[0][:1, :1], caches)
        assert sum(c.k.numel() + c.v.numel() for c in caches) == variants.cached_numbers(s)


def test_padding_is_not_predicted() -> None:
    alone, both = vocabulary.padded([[0, 1, 2]]), vocabulary.padded([[0, 1, 2], [0, 1, 2, 0, 1]])
    model = modern.Decoder(modern.Sizes(V=3, T=5))
    padded = [rows[:1] for rows in both]
    assert padded[0].shape == (1, 4)
    torch.testing.assert_close(variants.loss(model, *padded), variants.loss(model, *alone))
