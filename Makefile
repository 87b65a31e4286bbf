PYTHON ?= python3
RUN = .venv/bin/python

.PHONY: run test year-on-servers bench memory lint format wheels

run:  ## start the product: PORT, HOST and DEMO=0 change how
	@$(PYTHON) vsoko/launch/prepare.py requirements.txt
	@exec $(RUN) manage.py start

test: tools lint  ## the whole suite: SQLite, Chromium, PostgreSQL
	@$(RUN) -m tests.run $(ARGS)

year-on-servers: tools  ## the year of the browser walk on two web processes and two workers: PostgreSQL, S3, nginx
	@ON_SERVERS=1 $(RUN) -m tests.run tests/browser/test_year.py::test_the_whole_year -n0 $(ARGS)

bench: tools  ## how long the longest papers and lists take
	@$(RUN) -m tests.bench.report
	@$(RUN) -m tests.bench.analysis
	@$(RUN) -m tests.bench.register

memory: tools  ## what a web process holds after a walk of four people; ARGS: a data folder to walk in a copy of, else a demo school is made
	@$(RUN) -m tests.bench.memory $(ARGS)

lint: tools
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m djlint templates --lint --quiet

format: tools
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

wheels:  ## all packages as files, for a server without internet
	@$(PYTHON) vsoko/launch/prepare.py requirements.txt
	@$(RUN) -m pip wheel --quiet --requirement requirements.txt --wheel-dir wheels

.PHONY: tools
tools:
	@$(PYTHON) vsoko/launch/prepare.py requirements.txt tests/requirements.txt --tests
