# The front door. Each target does its own set-up on a Debian machine with Rust, Node and make.

SCRIPT := rehearsal/press-report.script

.PHONY: help run rehearse web test proof check bench setup

help:
	@echo 'make run       see and touch Habeas: a page with three phones, no token needed'
	@echo 'make rehearse  a whole case from a script, at full speed; exits 0 if every expectation held'
	@echo 'make web       build the page alone'
	@echo 'make test      every test'
	@echo 'make proof     what make test does some times, a thousand times: races, three days of nobody'
	@echo 'make check     all that CI does: format, lints, tests, docs, licences, migrations'
	@echo 'make bench     the benchmarks'
	@echo 'make setup     install what the tests need (when root), or say what is missing'

run: web
	@cargo run --locked -- rehearse

rehearse:
	@tools/setup.sh build
	@cargo run --locked -- rehearse --script $(SCRIPT)

web:
	@tools/setup.sh build web
	@tools/web.sh build

test:
	@tools/setup.sh build web test browser
	@tools/web.sh build
	@tools/test.sh
	@tools/web.sh test

proof:
	@tools/setup.sh build test
	@tools/proof.sh

check:
	@tools/setup.sh build web test browser
	@tools/check.sh

bench:
	@tools/setup.sh build web test browser
	@tools/web.sh build
	@tools/web.sh bench
	@cargo bench --locked

setup:
	@tools/setup.sh build web test browser
