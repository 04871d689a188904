# make demo and make test are all that most people need; docs/architecture.md tells where things are.
.PHONY: install configured build/parley build test demo asan gcc-check format clang-tidy bench bench-peers bench-startup memory crash fuzz

install:
	@.ci/install

configured: install
	@cmake --preset release > build-log.txt 2>&1 || { cat build-log.txt; rm -f build-log.txt; exit 1; }; rm -f build-log.txt

# The program alone, without tests and benchmarks.
build/parley: configured
	@ninja -C build/release parley
	@ln -sf release/parley $@

build: build/parley
	@ninja -C build/release

test: build
	@ctest --test-dir build/release --output-on-failure -j2

demo: build/parley
	@mappings/hubspot_netsuite/demo

# LLVM's library frees inside itself what its inlined operator new has allocated: that mismatch is not ours.
asan: install
	cmake --preset asan
	ninja -C build/asan
	ASAN_OPTIONS=alloc_dealloc_mismatch=0 ctest --test-dir build/asan --output-on-failure -j2

# parley map against its peers, and against itself: tests/bench/bench tells what can be chosen.
# make bench BYTES=2000000000 ROUNDS=5; make bench PARTS="main growth"
export BYTES CASE_BYTES CASES ROUNDS PARTS PAIRS PEOPLE
bench: build
	@ninja -C build/release bench_generate bench_race bench_compare bench_guess bench_ondemand bench_ondemand_small bench_starts bench_compiles bench_pairs > /dev/null
	@tests/bench/bench

# Milliseconds until Parley is there: --version, lint, and map with generated code made anew and kept from before; and of a
# compile, by tier and number of fields.
bench-startup: build
	@ninja -C build/release bench_starts bench_compiles > /dev/null
	@tests/bench/startup
	@echo
	@build/release/bench_compiles

# What registries offer of the peers, under build/peers: an hour of one core.
bench-peers:
	@tests/bench/install_peers

# Every file must also parse with g++ 12.
gcc-check: install
	@git ls-files 'compiler/*.cpp' 'engine/*.cpp' 'stdlib/*.cpp' | xargs -P 2 -n 1 .ci/gcc-check

format:
	git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 -i

# What a release build compiles, a folder's files together: some ten minutes of one core.
clang-tidy: build
	@jq -r '.[] | select(.command | contains("-emit-llvm") | not) | .file' build/release/compile_commands.json \
	  | grep -E '/Unity/|^$(CURDIR)/(compiler|engine|stdlib)/' \
	  | xargs -P 2 -n 1 clang-tidy-19 --quiet -p build/release --checks=-bugprone-suspicious-include \
	      --header-filter='^$(CURDIR)/(compiler|engine|stdlib)/'

# At 500 records a side. In simulated I/O every request of a first and of a later sync, cut once after its work; with the real
# binary every twentieth, and a hundred kills at random instants of the first sync. Some forty minutes.
crash: build
	@for share in 0 1; do PARLEY_CRASH_RECORDS=500 PARLEY_CRASH_SHARES=2 PARLEY_CRASH_SHARE=$$share \
	  build/release/test_simulation --test-case='every request*' & pids="$$pids $$!"; done; for pid in $$pids; do wait $$pid || exit 1; done
	PARLEY_CRASH_STEP=20 PARLEY_CRASH_KILLS=100 build/release/test_end_to_end --test-suite=crash --duration=true

# Generated programs by both engines, for as long as asked: make fuzz SECONDS=600
SECONDS ?= 60
fuzz: build
	@PARLEY_SECONDS=$(SECONDS) build/release/test_differential

# Anonymous memory of a first sync of 2,000 x 2,000 and of 20,000 x 20,000 records: some four minutes.
memory: build
	@tests/end_to_end/memory
