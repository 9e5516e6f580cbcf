# The front door. Each target does its own set-up on a Debian machine with Rust, Node and make.

SCRIPT := rehearsal/press-report.script

.PHONY: help run rehearse test proof check bench setup

help:
	@echo 'make run       see Habeas at work: a rehearsal at reading pace, no token needed'
	@echo 'make rehearse  the same rehearsal at full speed; exits 0 if every expectation held'
	@echo 'make test      every test'
	@echo 'make proof     what make test does some times, a thousand times: races, three days of nobody'
	@echo 'make check     all that CI does: format, lints, tests, docs, licences, migrations'
	@echo 'make bench     the benchmarks'
	@echo 'make setup     install what the tests need (when root), or say what is missing'

run:
	@tools/setup.sh build
	@cargo run --locked -- rehearse --script $(SCRIPT) --pace reading

rehearse:
	@tools/setup.sh build
	@cargo run --locked -- rehearse --script $(SCRIPT)

test:
	@tools/setup.sh build test
	@tools/test.sh

proof:
	@tools/setup.sh build test
	@tools/proof.sh

check:
	@tools/setup.sh build test
	@tools/check.sh

bench:
	@tools/setup.sh build test
	@cargo bench --locked

setup:
	@tools/setup.sh build test
