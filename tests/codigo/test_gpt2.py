"""Our GPT-2 reads the files of `transformers` and computes its logits."""

import json
import sys
from pathlib import Path

import bpe
import command
import gpt2
import pytest
import torch
from descodificador import Sizes

SMALL = Sizes(V=60, T=32, d=24, h=4, L=3)


def huggingface(s: Sizes) -> torch.nn.Module:
    """A random GPT-2, with gains and biases that are not those of a new one."""
    from transformers import GPT2Config, GPT2LMHeadModel

    sizes = {"vocab_size": s.V, "n_positions": s.T, "n_embd": s.d, "n_layer": s.L, "n_head": s.h}
    config = GPT2Config(**sizes, bos_token_id=0, eos_token_id=1)
    torch.manual_seed(0)
    model = GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.3 * torch.randn(parameter.shape)
    return model


@pytest.fixture(scope="module")
def theirs() -> torch.nn.Module:
    return huggingface(SMALL)


@pytest.fixture(scope="module")
def tensors(theirs: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: tensor for name, tensor in theirs.state_dict().items() if name != "lm_head.weight"}


def save(tensors: dict[str, torch.Tensor], folder: Path) -> Path:
    from safetensors.torch import save_file

    save_file({name: tensor.clone() for name, tensor in tensors.items()}, folder / "model.safetensors")
    return folder / "model.safetensors"


def check(theirs: torch.nn.Module, path: Path) -> None:
    ids = torch.randint(SMALL.V, (3, 20), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        wanted = theirs(ids).logits
        assert wanted.std() > 1
        torch.testing.assert_close(gpt2.load(path, SMALL)(ids), wanted, atol=1e-5, rtol=1e-5)


def test_logits(theirs: torch.nn.Module, tmp_path: Path) -> None:
    theirs.save_pretrained(tmp_path)
    check(theirs, tmp_path / "model.safetensors")


def test_the_files_of_the_first_versions(theirs: torch.nn.Module, tensors: dict, tmp_path: Path) -> None:
    old = {name.removeprefix("transformer."): tensor for name, tensor in tensors.items()}
    for i in range(SMALL.L):
        old[f"h.{i}.attn.bias"] = torch.ones(1, 1, SMALL.T, SMALL.T).tril()
        old[f"h.{i}.attn.masked_bias"] = torch.tensor(-1e4)
    check(theirs, save(old, tmp_path))
    check(theirs, save(old | {"lm_head.weight": old["wte.weight"]}, tmp_path))


def test_the_reader_reads_what_the_library_reads(tensors: dict, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    g = torch.Generator().manual_seed(2)
    some = {"scalar": torch.tensor(2.5), "mask": torch.ones(2, 2).tril().bool(), "ids": torch.arange(5)}
    for dtype in (torch.float32, torch.float16, torch.bfloat16):
        some[str(dtype)] = torch.randn(2, 3, 4, generator=g).to(dtype)
    path = save(tensors | some, tmp_path)
    ours, wanted = gpt2.read(path), load_file(path)
    assert sorted(ours) == sorted(wanted)
    for name, tensor in wanted.items():
        assert ours[name].dtype == tensor.dtype
        assert torch.equal(ours[name], tensor), name


def test_a_mistake_is_said_in_one_line(tensors: dict, tmp_path: Path) -> None:
    def message(changed: dict) -> str:
        path = save(changed, tmp_path)
        with pytest.raises(ValueError) as error:
            gpt2.load(path, SMALL)
        text = str(error.value)
        assert text.startswith(f"{path}: ")
        assert "\n" not in text
        return text.removeprefix(f"{path}: ")

    name = "transformer.h.1.mlp.c_fc.weight"
    missing = {key: tensor for key, tensor in tensors.items() if key != name}
    assert message(missing) == "h.1.mlp.c_fc.weight is missing"
    turned = tensors | {name: tensors[name].T.contiguous()}
    assert message(turned) == "h.1.mlp.c_fc.weight gives [24, 96], not [96, 24]"
    assert message(tensors | {"h.3.ln_1.bias": torch.zeros(24)}) == "h.3.ln_1.bias is not a weight of GPT-2"
    assert message(tensors | {"lm_head.weight": torch.zeros(60, 24)}) == "lm_head.weight is not wte.weight"


def test_a_file_of_something_else(tensors: dict, tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    for content in (b"", b"version https://git-lfs.github.com/spec/v1\n", b"\x02\0\0\0\0\0\0\0[]"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="is not a safetensors file"):
            gpt2.read(path)
    path.write_bytes(b"\x40\0\0\0\0\0\0\0{")
    with pytest.raises(ValueError, match="ends in the middle of its header"):
        gpt2.read(path)
    path = save({"x": torch.zeros(3, dtype=torch.float64)}, tmp_path)
    with pytest.raises(ValueError, match="x is F64, which this reader does not know"):
        gpt2.read(path)
    whole = save({"x": torch.zeros(3, 4)}, tmp_path).read_bytes()
    path.write_bytes(whole.replace(b"[3,4]", b"[3,5]"))
    with pytest.raises(ValueError, match="x does not take 60 bytes"):
        gpt2.read(path)
    whole = save(tensors, tmp_path).read_bytes()
    path.write_bytes(whole[:-4])
    with pytest.raises(ValueError, match="ends in the middle of"):
        gpt2.read(path)


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ('{"x": }', "its header is not JSON: Expecting value: line 1 column 7 (char 6)"),
        ('{"x": "\xff"}', "its header is not JSON: 'utf-8' codec can't decode"),
        ('{"x": ' + "[" * 100_000, "its header is not JSON: maximum recursion"),
        ('{"x": null}', "its header does not say what x is"),
        ('{"x": {}}', "its header does not say what x is"),
        ('{"x": [4]}', "its header does not say what x is"),
        ({"dtype": ["F32"]}, "its header does not say what x is"),
        ({"shape": 3}, "its header does not say what x is"),
        ({"shape": [3, "4"]}, "its header does not say what x is"),
        ({"shape": [-3, -4]}, "its header does not say what x is"),
        ({"data_offsets": [0, 8, 48]}, "its header does not say what x is"),
        ({"data_offsets": [0, 48.0]}, "its header does not say what x is"),
        ({"data_offsets": [-8, 40]}, "its header does not say what x is"),
        ({"data_offsets": [0, 10**30]}, "x does not take 48 bytes"),
    ],
)
def test_a_header_that_makes_no_sense_is_told_in_one_line(header: str | dict, problem: str, tmp_path: Path) -> None:
    if isinstance(header, dict):
        header = json.dumps({"x": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]} | header})
    path, content = tmp_path / "model.safetensors", header.encode("latin-1")
    path.write_bytes(len(content).to_bytes(8, "little") + content + bytes(48))
    with pytest.raises(ValueError) as error:
        gpt2.read(path)
    assert str(error.value).startswith(f"{path}: {problem}")
    assert "\n" not in str(error.value)


def test_a_tensor_far_past_the_end_of_the_file(tmp_path: Path) -> None:
    header = json.dumps({"x": {"dtype": "U8", "shape": [10**30], "data_offsets": [0, 10**30]}}).encode()
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    with pytest.raises(ValueError, match="ends in the middle of x"):
        gpt2.read(path)


def test_the_real_sizes() -> None:
    from transformers import GPT2Config, GPT2LMHeadModel

    counts = []
    for s in gpt2.SIZES.values():
        with torch.device("meta"):
            theirs = GPT2LMHeadModel(GPT2Config(n_positions=s.T, n_embd=s.d, n_layer=s.L, n_head=s.h, vocab_size=s.V))
            ours = gpt2.GPT2(s)
        counts.append(sum(p.numel() for p in ours.parameters()))
        assert counts[-1] == theirs.num_parameters()
        shapes = {name: tensor.shape for name, tensor in theirs.state_dict().items()}
        ours_too = {f"transformer.{name}" for name, _ in gpt2.names(s.L)}
        assert ours_too == set(shapes) - {"lm_head.weight"}
    assert counts == [124_439_808, 354_823_168, 774_030_080, 1_557_611_200]


def test_gelu() -> None:
    x = torch.linspace(-6, 6, 1001, dtype=torch.float64)
    torch.testing.assert_close(gpt2.GELU()(x), torch.nn.functional.gelu(x, approximate="tanh"))
    assert not torch.allclose(gpt2.GELU()(x), torch.nn.functional.gelu(x), atol=1e-5)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[bpe.BPE, torch.nn.Module, list[str]]:
    """A tokenizer, a model of its vocabulary and of «end of text», and the arguments that name their files."""
    merges = bpe.train("the queen was there and the king was here", 270)
    tokens = bpe.BPE(merges)
    s = Sizes(V=len(tokens.tokens) + 1, T=64, d=16, h=2, L=2)
    theirs = huggingface(s)
    theirs.save_pretrained(tmp_path)
    lines = ["#version: 0.2", *(" ".join(tokens.visible(pair)) for pair in merges)]
    (tmp_path / "merges.txt").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setitem(gpt2.SIZES, "small", s)
    return tokens, theirs, [str(tmp_path / "model.safetensors"), str(tmp_path / "merges.txt"), "the queen"]


def test_the_program_completes_a_text(
    files: tuple, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    tokens, theirs, arguments = files
    gpt2.main(*arguments)
    ids, end = torch.tensor([tokens.encode("the queen")]), len(tokens.tokens)
    wanted = theirs.generate(ids, max_new_tokens=20, do_sample=False, pad_token_id=end, eos_token_id=end)[0].tolist()
    assert capsys.readouterr().out == tokens.decode([i for i in wanted if i != end]) + "\n"


def test_the_end_of_a_text() -> None:
    tokens = bpe.BPE([])

    class Ends(torch.nn.Module):
        position = torch.nn.Embedding(64, 1)

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            logits = torch.zeros(*ids.shape, 257)
            logits[..., 256 if ids.shape[1] > 4 else tokens.encode("!")[0]] = 1
            return logits

    assert gpt2.complete(Ends(), tokens, "so") == "so!!!"


def test_the_program_says_what_is_wrong(files: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, (weights, merges, text) = files

    def message(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["gpt2.py", *arguments])
        with pytest.raises(SystemExit) as error:
            command.run(gpt2.main, gpt2.USE, ValueError)
        assert isinstance(error.value.code, str)
        assert "\n" not in error.value.code
        return error.value.code

    use = "gpt2.py: give three or four words: python gpt2.py [WEIGHTS MERGES TEXT [SIZE]]"
    assert message(weights) == message(*"abcde") == use
    assert message(weights, merges, text, "tiny") == "gpt2.py: tiny is not a size: small, medium, large, xl"
    assert message(weights, merges, text, "medium") == f"gpt2.py: {merges}: 14 merges, not 50000"
    assert message(weights, merges, "") == "gpt2.py: give from 1 to 44 tokens, not 0"
    assert message(weights, merges, "?" * 45) == "gpt2.py: give from 1 to 44 tokens, not 45"
    assert "No such file" in message(weights + "x", merges, text)
    assert "No such file" in message(weights, merges + "x", text)
    assert "is not a merge" in message(weights, str(Path(__file__)), text)
    whole = Path(weights).read_bytes()
    for cut, said in ((4, "is not a safetensors file"), (100, "ends in the middle of its header"), (-1, "ends in the middle of")):
        Path(weights).write_bytes(whole[:cut])
        assert said in message(weights, merges, text)
    Path(merges).write_bytes(b"\xff\xfe")
    assert message(weights, merges, text).startswith(f"gpt2.py: {merges}")
