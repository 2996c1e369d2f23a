"""The names that a module uses and does not declare: what tells of a forgotten import."""

import module_names
import pytest


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("const a = b + c.d + e?.f;", "b c e"),
        ("let a = 1, [b, { c: d = 2, ...e }] = f; g(a, b, d, e);", "f g"),
        ("function a(b, { c, d = e }) { return b + c + d; } a();", "e"),
        ("const a = (b, [c]) => (d) => b + c + d + x; e => e + y;", "x y"),
        ("for (const [a, b] of c) for (const d in e) f(a, b, d);", "c e f"),
        ("const o = { a: b, c, d() { return e; }, [f]: g, get h() { return 1; } };", "b c e f g"),
        ("const s = `a ${b} c ${d ? `e ${f}` : { g: h }.g} i`;", "b d f h"),
        ("const s = \"a 'b\" + 'c // d'; // e\n/* f */ g();", "g"),
        ("const r = /a[/]b`/g.test(c) / d / e;", "c d e"),
        ("try { a(); } catch (b) { b(); } class C { static d() { return e; } } new C();", "a e"),
        ("const a = b ? c : d; switch (a) { case e: f(); }", "b c d e f"),
        ("async function a() { await b(); } export function* c() { yield* d; }", "b d"),
    ],
)
def test_the_names_that_come_from_elsewhere(code: str, names: str) -> None:
    assert set(module_names.used(code)) == set(names.split())
