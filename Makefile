# Every target sets up what it needs and is safe to call again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make

.DEFAULT_GOAL := help
.PHONY: help run test bench interop fuzz chaos lint lock train-face train-voice eval-face train-text eval-text setup setup-dev clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: setup ## set up everything and serve the page at http://127.0.0.1:5000
	$(BIN)/python server.py $(ARGS)

test: setup-dev ## set up everything and run every check and test, the browser's included
	$(MAKE) --no-print-directory lint
	node --test tests/client/*.test.mjs
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup-dev ## ruff, mypy and the client's type check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	tsc --project client/jsconfig.json
	tsc --project benchmarks/page/jsconfig.json
	tsc --project benchmarks/interop/jsconfig.json

bench: setup-dev $(STAMPS)/python-fastrtc ## measure against what else there is, 35 min; make bench ARGS=--quick takes 3
	$(BIN)/python -m benchmarks $(ARGS)

interop: setup-dev $(STAMPS)/packages-interop ## let FFmpeg, GStreamer, wrtc, Chromium and Firefox join a real server, 3 min
	$(BIN)/python -m benchmarks.interop $(ARGS)

fuzz: setup-dev $(STAMPS)/python-fuzz ## give the parsers what strangers might send, about 20 min
	$(BIN)/python -m pytest tests/security/test_fuzzing.py --hypothesis-profile=fuzz --timeout=0
	set -e; for name in offer fragment message datagram sctp rtp rtcp video audio; do \
	    $(BIN)/python -m tests.security.coverage_guided $$name -max_total_time=60 -timeout=5; done

chaos: setup-dev $(STAMPS)/packages-chaos ## break what the server stands on, under load, and tell what was lost, 6 min; ARGS=--quick takes 2
	$(BIN)/python -m benchmarks.chaos $(ARGS)

train-face: setup-dev $(STAMPS)/python-training ## train the face models: make train-face DATA=path/to/face
	$(if $(DATA),,$(error name the folder of the face tables: make train-face DATA=path/to/face))
	$(BIN)/python -m training.face_network --data $(DATA) --work $(STAMPS)/face
	$(BIN)/python -m training.face --data $(DATA) --network $(STAMPS)/face
	$(BIN)/python -m training.face_vectors --data $(DATA)
	$(BIN)/python -m training.face_card

train-voice: setup-dev ## train the voice model: make train-voice DATA=path/to/voice
	$(if $(DATA),,$(error name the folder that holds emodb: make train-voice DATA=path/to/voice))
	$(BIN)/python -m training.voice --data $(DATA) --work $(STAMPS)/voice
	$(BIN)/python -m training.voice.energy --data $(DATA) --work $(STAMPS)/voice
	$(BIN)/python -m training.voice.streams --data $(DATA) --work $(STAMPS)/voice
	$(BIN)/python -m training.voice.card

eval-face: setup-dev ## evaluate: make eval-face OUT=folder PICTURES=folder-of-classes (or DATA=path/to/face)
	$(if $(OUT),,$(error name the folder of the results: make eval-face OUT=folder PICTURES=folder))
	$(BIN)/python -m training.face_eval --out $(OUT) $(if $(PICTURES),--pictures $(PICTURES),--data $(DATA)) $(ARGS)

train-text: setup-dev $(STAMPS)/python-training ## train the text models: make train-text DATA=path/to/text
	$(if $(DATA),,$(error name the folder of the text data: make train-text DATA=path/to/text))
	$(BIN)/python -m training.text.english --data $(DATA) --work $(STAMPS)/text_en --models models
	$(BIN)/python -m training.text.multilingual --data $(DATA) --out $(STAMPS)/text_es/base
	$(BIN)/python -m training.text.multilingual_train --data $(DATA) --work $(STAMPS)/text_es
	$(BIN)/python -m training.text.multilingual_release --data $(DATA) --work $(STAMPS)/text_es --models models

eval-text: setup-dev ## evaluate the English text model: make eval-text DATA=path/to/text OUT=folder
	$(if $(OUT),,$(error name the folder of the results: make eval-text DATA=path/to/text OUT=folder))
	$(if $(DATA),,$(error name the folder of the text data: make eval-text DATA=path/to/text OUT=folder))
	$(BIN)/python -m training.text.evaluate --data $(DATA) --out $(OUT) $(ARGS)

lock: setup-dev ## pin the whole dependency closure anew
	$(BIN)/uv pip compile pyproject.toml --quiet --no-annotate --no-header \
	    --python-version 3.11 --output-file $(STAMPS)/requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --quiet --no-annotate --no-header \
	    --python-version 3.11 --output-file $(STAMPS)/requirements-dev.txt
	$(BIN)/uv pip compile benchmarks/rivals/requirements-fastrtc.in --quiet --no-annotate --no-header \
	    --no-config --override benchmarks/rivals/overrides-fastrtc.txt \
	    --python-version 3.11 --output-file $(STAMPS)/requirements-fastrtc.txt
	deploy/write-lock $(STAMPS)/requirements.txt > requirements.txt
	deploy/write-lock $(STAMPS)/requirements-dev.txt > requirements-dev.txt
	deploy/write-lock $(STAMPS)/requirements-fastrtc.txt > benchmarks/rivals/requirements-fastrtc.txt

setup: $(STAMPS)/packages $(STAMPS)/python models/face_landmarker.task

setup-dev: setup $(STAMPS)/packages-dev $(STAMPS)/python-dev $(STAMPS)/wrtc

clean: ## remove what set-up made
	rm -rf $(VENV) $(VENV)-fastrtc $(STAMPS) models/face_landmarker.task

# uv installs in seconds what takes pip minutes. --no-deps: the lock is the whole closure, and mediapipe's own metadata would
# bring a second OpenCV (see [tool.uv] in pyproject.toml).
UV_VERSION := 0.13.9
UV_INSTALL := $(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps

$(STAMPS)/packages: deploy/debian-packages.txt deploy/install-debian-packages
	@mkdir -p $(STAMPS)
	deploy/install-debian-packages deploy/debian-packages.txt
	@touch $@

$(STAMPS)/packages-dev: deploy/debian-packages-dev.txt deploy/install-debian-packages
	deploy/install-debian-packages deploy/debian-packages-dev.txt
	@touch $@

# Firefox and GStreamer are large, and only `make interop` needs them.
$(STAMPS)/packages-interop: deploy/debian-packages-interop.txt deploy/install-debian-packages
	deploy/install-debian-packages deploy/debian-packages-interop.txt
	@touch $@

$(STAMPS)/packages-chaos: deploy/debian-packages-chaos.txt deploy/install-debian-packages
	deploy/install-debian-packages deploy/debian-packages-chaos.txt
	@touch $@

$(STAMPS)/python: requirements.txt | $(STAMPS)/packages
	test -x $(BIN)/uv || $(PYTHON) -m venv --clear $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(UV_INSTALL) --requirement requirements.txt
	@touch $@

$(STAMPS)/python-dev: requirements-dev.txt $(STAMPS)/python
	$(UV_INSTALL) --requirement requirements-dev.txt
	@touch $@

$(STAMPS)/python-fuzz: $(STAMPS)/python-dev
	$(UV_INSTALL) atheris==3.0.0
	@touch $@

# Training is rare and torch is large, so only training installs it. Plain pip: it knows the machine's own wheels.
$(STAMPS)/python-training: training/requirements-training.txt $(STAMPS)/python-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	@touch $@

# A folder of its own: its package is called webrtc, as ours is. Tests publish with it.
$(STAMPS)/wrtc: $(STAMPS)/python
	$(UV_INSTALL) --target $@ wrtc==0.1.0 typing_extensions==4.16.0
	@touch $@

# fastrtc needs other versions than the server, so it has an environment of its own, without the
# overrides of pyproject.toml.
$(STAMPS)/python-fastrtc: benchmarks/rivals/requirements-fastrtc.txt $(STAMPS)/python
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)-fastrtc
	$(BIN)/uv pip install --no-config --python $(VENV)-fastrtc/bin/python --quiet --no-deps --compile-bytecode \
	    --requirement $<
	@touch $@

models/face_landmarker.task: | $(STAMPS)/python
	$(BIN)/python -m vision.model_file
