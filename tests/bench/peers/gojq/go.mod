module bench_gojq

go 1.24

require github.com/itchyny/gojq v0.12.20
