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
