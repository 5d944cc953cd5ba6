# `just` runs what CI runs.
default: check wheel test

# formatting, lint, types, layers
check:
    uv run --frozen ruff format --check .
    uv run --frozen ruff check .
    uv run --frozen mypy
    uv run --frozen lint-imports

# the wheel, in an empty environment, from another folder
wheel:
    bash .ci/wheel

# every test; `just test -k name` for some
test *args:
    uv run --frozen pytest {{args}}

# tests with branch coverage
coverage:
    uv run --frozen coverage run -m pytest -p no:randomly
    uv run --frozen coverage combine
    uv run --frozen coverage report

# put right what a machine can
fix:
    uv run --frozen ruff format .
    uv run --frozen ruff check --fix .

# what is measured, beside whom; the tables in docs/ are the output of these (each on a quiet machine)
bench:
    uv run --frozen --group bench --extra polars python -m benchmarks.engine --run $(date +%F) -o docs/engine-benchmarks.md

# one region in a warm process, beside pyshacl
bench-region:
    uv run --frozen python benchmarks/region.py

bench-serving:
    uv run --frozen --group bench python -m benchmarks.serving

bench-linking:
    uv run --frozen --group bench python benchmarks/linking/measure.py ../shared/data

# two hundred kills, no acknowledged write lost; two hundred clients with ten hostile ones
durability:
    uv run --frozen python -m benchmarks.durability --kills 200

attack:
    uv run --frozen python -m benchmarks.attack

# what the W3C suites say, for /conformance
conformance:
    uv run --frozen python -m tests.conformance
