"""The words that are hidden, the tags of the stories and what a small encoder learns of them."""

import sys
from random import Random

import bert
import command
import corpus
import masked_lm
import pytest
import torch
from grammar import FORMS
from vocabulary import NO_TARGET

WORDS = [masked_lm.PAD, masked_lm.MASK, *masked_lm.vocabulary(corpus.read("corpus-validacion.txt"))]


def test_fifteen_per_cent_are_chosen_and_eight_in_ten_of_them_hidden() -> None:
    V, N = 50, 200_000
    g = torch.Generator().manual_seed(1)
    ids = torch.randint(2, V, (100, N // 100), generator=g)
    ids[:, -500:] = 0
    inputs, targets = masked_lm.masked(ids, V, g)
    words, chosen = ids != 0, targets != NO_TARGET
    assert (inputs[~chosen] == ids[~chosen]).all(), "a word that is not asked for stays"
    assert (targets[chosen] == ids[chosen]).all()
    assert not chosen[~words].any()
    assert chosen[words].double().mean().item() == pytest.approx(0.15, abs=0.004)
    hidden, same = inputs[chosen] == 1, inputs[chosen] == ids[chosen]
    assert hidden.double().mean().item() == pytest.approx(0.8, abs=0.01)
    assert same.double().mean().item() == pytest.approx(0.1 + 0.1 / (V - 2), abs=0.01)
    other = inputs[chosen][~hidden & ~same]
    assert other.min() == 2
    assert other.max() == V - 1


def test_the_same_share_as_the_library() -> None:
    """`transformers` asks for the same kinds of words: it hides, changes and keeps as often, and never the filling."""
    from transformers.data.data_collator import DataCollatorForLanguageModeling

    class Tokenizer:
        mask_token, mask_token_id, pad_token_id, _pad_token = "<?>", 1, 0, "<relleno>"

        def __len__(self) -> int:
            return 50

        def convert_tokens_to_ids(self, token: str) -> int:
            return 1

        def get_special_tokens_mask(self, ids: list[int], already_has_special_tokens: bool) -> list[int]:
            return [int(i == 0) for i in ids]

    torch.manual_seed(2)
    ids = torch.randint(2, 50, (100, 1000))
    ids[:, 900:] = 0
    collator = DataCollatorForLanguageModeling(Tokenizer(), mlm=True, mlm_probability=0.15)
    shares = []
    for inputs, targets in (masked_lm.masked(ids, 50, None), collator.torch_mask_tokens(ids.clone())):
        chosen = targets != NO_TARGET
        kept = inputs[chosen] == ids[chosen]
        shares.append([chosen.double().mean(), (inputs[chosen] == 1).double().mean(), kept.double().mean()])
    torch.testing.assert_close(*map(torch.tensor, shares), atol=0.015, rtol=0)


def test_tags() -> None:
    text = "había una reina llamada Ana . mis niñas que vieron a los gatos del pueblo estaban muy tristes . "
    text += "lo contó la reina Ana ."
    story = corpus.Story(text.split(), 7, 16, ("niño", 1, 1), (("rey", 1, "Ana"),))
    found = [f"{word}/{tag}" for word, tag in zip(story.words, masked_lm.tags(story)) if tag != "-"]
    assert " ".join(found) == (
        "una/fs reina/fs llamada/fs Ana/fs mis/fp niñas/fp los/mp gatos/mp del/ms pueblo/ms tristes/fp la/fs reina/fs Ana/fs"
    )


def test_only_the_unsure_words_have_several_tags() -> None:
    rng, seen = Random(5), {}
    for _ in range(3000):
        story = corpus.sample(rng)
        for word, tag in zip(story.words, masked_lm.tags(story), strict=True):
            seen.setdefault(word, set()).add(tag)
    assert {word for word, some in seen.items() if len(some) > 1} == masked_lm.UNSURE
    assert not {word for word, some in seen.items() if some == {"-"}} & set().union(*FORMS.values())
    assert all(some == {masked_lm.SURE.get(word, "-")} for word, some in seen.items() if word not in masked_lm.UNSURE)


def test_labelled() -> None:
    ids, targets = masked_lm.labelled(3, 40, WORDS)
    assert ids.shape == targets.shape
    assert ((ids == 0) == (targets == NO_TARGET)).all()
    again, _ = masked_lm.labelled(3, 10, WORDS)
    assert (ids[:10, : again.shape[1]] == again).all(), "more labels are the same ones and others"


def test_it_learns() -> None:
    torch.manual_seed(1)
    model = bert.MaskedLM(bert.Sizes(V=len(WORDS), T=40, d=16, h=2, L=1, hidden=32))
    ids, targets = masked_lm.labelled(4, 300, WORDS)
    before = masked_lm.guesses(model, ids)[0]
    masked_lm.pretrain(model, ids, steps=100, B=32)
    assert masked_lm.guesses(model, ids)[0] < before / 3
    tagger = bert.Tagger(model.encoder, len(masked_lm.TAGS))
    masked_lm.fine_tune(tagger, ids, targets, steps=100)
    unsure = torch.tensor([WORDS.index(word) for word in sorted(masked_lm.UNSURE)])
    some, everything = masked_lm.hits(tagger, ids, targets, unsure)
    assert everything > 90
    assert some < everything


def test_tiny_differences_do_not_grow() -> None:
    """What another machine adds in the sixteenth decimal is gone after the step."""
    ids, targets = masked_lm.labelled(4, 20, WORDS)
    sizes, ends = bert.Sizes(V=len(WORDS), T=40, d=16, h=2, L=1, hidden=32), []
    for noise in (0, 1e-15):
        torch.manual_seed(1)
        tagger = bert.Tagger(bert.Encoder(sizes), len(masked_lm.TAGS)).double()
        with torch.no_grad():
            for weights in tagger.parameters():
                weights += noise * torch.randn(weights.shape, generator=torch.Generator().manual_seed(2))
        masked_lm.fine_tune(tagger, ids, targets, steps=20)
        ends.append(torch.cat([weights.detach().flatten() for weights in tagger.parameters()]))
    assert torch.equal(*ends)


def test_filling_prints_the_likeliest_words(capsys: pytest.CaptureFixture) -> None:
    model = bert.MaskedLM(bert.Sizes(V=len(WORDS), T=40, d=16, h=2, L=1, hidden=32))
    with torch.no_grad():
        model.bias[WORDS.index("gata")] = 20
    masked_lm.fill(model, [5, 1, 6, 1], WORDS, n=2)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[0].split() == lines[2].split() == ["gata", "1.000"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("el <?> loro.", 'the word "loro" is not in the corpus (try "lo")'),
        ("el gato llegó .", "there is no <?>, the word to fill in"),
        ("", "give from 1 to 31 words, not 0"),
        ("<?> " * 32, "give from 1 to 31 words, not 32"),
    ],
)
def test_a_mistake_is_said_in_one_line(text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["masked_lm.py", text])
    with pytest.raises(SystemExit) as error:
        command.run(masked_lm.main, "[TEXT]", ValueError)
    assert error.value.code == f"masked_lm.py: {said}"
