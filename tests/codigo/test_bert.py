"""Our BERT computes what `transformers` computes, and has its number of weights."""

import bert
import pytest
import torch

SMALL = bert.Sizes(V=60, T=30, d=24, h=4, L=3, hidden=40)
NAMES = {
    "embeddings.word_embeddings": "embedding", "embeddings.position_embeddings": "position",
    "embeddings.token_type_embeddings": "segment", "embeddings.LayerNorm": "norm", "encoder.layer": "layers",
    "attention.self.query": "attention.query", "attention.self.key": "attention.key",
    "attention.self.value": "attention.value", "attention.output.dense": "attention.output",
    "attention.output.LayerNorm": "norm1", "intermediate.dense": "mlp.0", "output.dense": "mlp.2",
    "output.LayerNorm": "norm3",
}  # fmt: skip


def config(s: bert.Sizes) -> object:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=s.V, hidden_size=s.d, num_hidden_layers=s.L, num_attention_heads=s.h, intermediate_size=s.hidden,
        max_position_embeddings=s.T, type_vocab_size=s.types, layer_norm_eps=s.epsilon, hidden_act="gelu",
    )  # fmt: skip


def perturb(module: torch.nn.Module) -> None:
    """Random gains and biases, so that a wrong one cannot hide."""
    g = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += 0.3 * torch.randn(parameter.shape, generator=g)


def ours(name: str) -> str:
    for theirs, our in NAMES.items():
        name = name.replace(theirs, our)
    return name


@pytest.fixture(scope="module")
def inputs() -> dict[str, torch.Tensor]:
    """Texts of several lengths, with two segments; the filling is not the id 0."""
    g = torch.Generator().manual_seed(2)
    ids, types = torch.randint(1, SMALL.V, (4, 20), generator=g), torch.randint(2, (4, 20), generator=g)
    return {"ids": ids, "types": types, "seen": torch.arange(20) < torch.tensor([[20], [13], [7], [1]])}


def library(inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {"input_ids": inputs["ids"], "token_type_ids": inputs["types"], "attention_mask": inputs["seen"].long()}


def test_encoder_and_pooler(inputs: dict[str, torch.Tensor]) -> None:
    from transformers import BertModel

    theirs = BertModel(config(SMALL)).eval()
    perturb(theirs)
    model = bert.Pooled(SMALL)
    weights = {}
    for name, tensor in theirs.state_dict().items():
        weights["pooler" + name.removeprefix("pooler.dense") if "pooler" in name else "encoder." + ours(name)] = tensor
    model.load_state_dict(weights)
    with torch.no_grad():
        wanted, found = theirs(**library(inputs)), model(**inputs)
    seen = inputs["seen"]
    assert wanted.last_hidden_state.std() > 0.5
    torch.testing.assert_close(found[0][seen], wanted.last_hidden_state[seen], atol=1e-5, rtol=0)
    torch.testing.assert_close(found[1], wanted.pooler_output, atol=1e-5, rtol=0)


def test_masked_language_model(inputs: dict[str, torch.Tensor]) -> None:
    from transformers import BertForMaskedLM

    theirs = BertForMaskedLM(config(SMALL)).eval()
    perturb(theirs)
    head = {"cls.predictions.bias": "bias", "cls.predictions.transform.dense": "dense",
            "cls.predictions.transform.LayerNorm": "norm"}  # fmt: skip
    weights = {}
    for name, tensor in theirs.state_dict().items():
        if name.startswith("cls.predictions.decoder"):
            continue  # the embeddings and the bias again
        kind, dot, part = name.rpartition(".") if name not in head else (name, "", "")
        weights[head[kind] + dot + part if kind in head else "encoder." + ours(name.removeprefix("bert."))] = tensor
    model = bert.MaskedLM(SMALL)
    model.load_state_dict(weights)
    with torch.no_grad():
        wanted, found = theirs(**library(inputs)).logits, model(**inputs)
    assert wanted.std() > 0.5
    torch.testing.assert_close(found[inputs["seen"]], wanted[inputs["seen"]], atol=1e-5, rtol=0)


def test_the_real_sizes() -> None:
    from transformers import BertConfig, BertForMaskedLM, BertModel

    with torch.device("meta"):
        theirs, ours = BertModel(BertConfig()), bert.Pooled(bert.BASE)
        theirs_masked, ours_masked = BertForMaskedLM(BertConfig()), bert.MaskedLM(bert.BASE)
    assert sum(p.numel() for p in ours.parameters()) == theirs.num_parameters() == 109_482_240
    assert sum(p.numel() for p in ours_masked.parameters()) == theirs_masked.num_parameters()


def test_the_filling_changes_nothing() -> None:
    model = bert.MaskedLM(SMALL).double()
    short = torch.randint(1, SMALL.V, (2, 9), generator=torch.Generator().manual_seed(3))
    long = torch.nn.functional.pad(short, (0, 5))
    torch.testing.assert_close(model(long)[:, :9], model(short))


def test_every_position_sees_every_other() -> None:
    model = bert.Encoder(SMALL)
    ids = torch.arange(1, 10)[None]
    before = model(ids)
    for changed in (0, 4, 8):
        other = ids.clone()
        other[0, changed] = 50
        assert ((model(other) - before).abs().amax(dim=-1) > 1e-6).all()
