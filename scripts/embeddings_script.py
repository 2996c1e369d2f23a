"""Write the vectors of docs/assets/modelos/embeddings.json as a script, since a page opened from the disk may not fetch.

python scripts/embeddings_script.py [JSON] writes docs/assets/scripts/experimentos/embeddings-datos.js.
"""

import json
import sys
from pathlib import Path

from arguments import Parser

ASSETS = Path(__file__).resolve().parents[1] / "docs" / "assets"
SOURCE = ASSETS / "modelos" / "embeddings.json"
SCRIPT = ASSETS / "scripts" / "experimentos" / "embeddings-datos.js"
HEAD = "/* Vectors of the words of the stories, in hundredths; scripts/embeddings_script.py writes this file. */\n"


def script(text: str) -> str:
    """The script, from the JSON {"scale": 100, "words": [V words], "vectors": [V rows of d whole hundredths]}.

    Raises ValueError if it is not that.
    """
    try:
        data = json.loads(text)
        words, vectors, scale = data["words"], data["vectors"], data["scale"]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"no JSON with scale, words and vectors: {error}") from error
    if scale != 100:
        raise ValueError(f"the vectors are not in hundredths: scale {scale}")
    if len(words) != len(vectors) or len({len(row) for row in vectors}) != 1:
        raise ValueError("the words and the vectors do not match")
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in vectors)
    names = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return f"{HEAD}globalThis.embeddingsDatos = {{words: {names},\nhundredths: [\n{rows}]}};\n"


def main() -> int:
    parser = Parser(description="Write the vectors of the experiment as a script.")
    parser.add_argument("json", nargs="?", type=Path, default=SOURCE, help=f"where they are ({SOURCE.name})")
    path = parser.parse_args().json
    try:
        text = script(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"embeddings_script: {path}: {error} (export the vectors again)", file=sys.stderr)
        return 1
    SCRIPT.write_text(text, encoding="utf-8", newline="\n")
    print(f"{SCRIPT.name}: {len(text.encode())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
