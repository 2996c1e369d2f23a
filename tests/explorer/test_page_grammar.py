"""The grammar of the explorer's page is that of the chapters."""

import math
from dataclasses import asdict

import corpus
import grammar
import measures
import numpy as np
import probes
import pytest
from core_page import close, run
from playwright.sync_api import Page


def as_tuples(found: object) -> object:
    return tuple(map(as_tuples, found)) if isinstance(found, list) else found


def test_every_symbol_is_written_in_the_same_ways(core: Page) -> None:
    code = """() => {
        const known = new Map(), pending = [["story"]];
        while (pending.length) {
            const symbol = pending.pop(), key = JSON.stringify(symbol);
            if (known.has(key)) continue;
            known.set(key, core.rules(symbol));
            for (const [, items] of core.rules(symbol)) pending.push(...items.filter(Array.isArray));
        }
        return [...known].map(([key, ways]) => [JSON.parse(key), ways]);
    }"""
    found = dict(map(as_tuples, run(core, code)))
    pending, seen = [corpus.STORY], set()
    while pending:
        symbol = pending.pop()
        if symbol in seen:
            continue
        seen.add(symbol)
        ways = grammar.rules(symbol)
        assert [items for _, items in ways] == [items for _, items in found[symbol]]
        close([p for p, _ in found[symbol]], [float(p) for p, _ in ways])
        pending += [one for _, items in ways for one in corpus.symbols(items)]
    assert seen == found.keys()


def test_its_stories_are_possible_and_its_bound_exact(core: Page) -> None:
    stories = run(core, "() => Array.from({ length: 150 }, (_, seed) => core.story(seed))")
    assert len(set(map(tuple, stories))) == 150
    assert all(corpus.log_prob(words) > -math.inf for words in stories)
    assert run(core, "() => core.story(7)") == stories[7]  # a seed is a story
    close(run(core, "() => core.lossBound()"), math.log(corpus.best_perplexity()))
    code = "() => { const rng = core.seeded(1); return Array.from({ length: 4000 }, () => core.sampleStory(rng).words) }"
    many = run(core, code)
    assert np.mean([len(words) for words in many]) == pytest.approx(float(corpus.mean_length()), abs=0.2)
    assert np.mean([words[6] == "y" or words[5] == "y" for words in many]) == pytest.approx(0.8, abs=0.03)


def test_its_questions_are_those_of_the_program(core: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    code = """() => { const rng = core.seeded(5);
        return Array.from({ length: 300 }, (_, i) => { const story = core.sampleStory(rng);
            return [story, core.agreementPair(story, i % 2) ?? null, core.recallItem(story)] }) }"""
    asked = 0
    for i, (story, pair, item) in enumerate(run(core, code)):
        given = corpus.Story(story["words"], story["subject"], story["state"], tuple(story["who"]), as_tuples(story["cast"]))
        monkeypatch.setattr(probes, "sample", lambda rng, given=given: given)
        (expected,) = probes.recall_items(None, 1)
        assert item == asdict(expected)
        if pair is None:
            assert given.words[given.state] in ("triste", "tristes")
            continue
        asked += 1

        class Feature:
            """The feature that was asked in the page."""

            @staticmethod
            def random(i: int = i) -> float:
                return 0.0 if i % 2 else 1.0

        (expected,) = probes.agreement_pairs(Feature, 1)
        assert pair == {**asdict(expected), "subject": given.subject}
    assert asked > 200
    items = run(core, "() => core.questionsFor(4).items")
    assert all(measures.needs_memory(probes.Recall(x["prefix"], x["right"], x.get("other"), "")) for x in items)
    assert {x["condition"] for x in items} == {"one", "two-different", "two-same"}
