// Runs a VRL program over JSON lines: bench_vrl PROGRAM_FILE < in > out
// A record that the program aborts, or that is no JSON, is left out.
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Write};

use vrl::compiler::runtime::Runtime;
use vrl::compiler::{compile, TargetValue, TimeZone};
use vrl::value::{Secrets, Value};

fn main() {
    let path = std::env::args().nth(1).expect("usage: bench_vrl PROGRAM_FILE");
    let source = std::fs::read_to_string(path).expect("the program can be read");
    let program = match compile(&source, &vrl::stdlib::all()) {
        Ok(result) => result.program,
        Err(diagnostics) => {
            for diagnostic in diagnostics.iter() {
                eprintln!("{}", diagnostic.message());
            }
            std::process::exit(1);
        }
    };
    let zone = TimeZone::default();
    let mut runtime = Runtime::default();
    let mut input = io::stdin().lock();
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).expect("the input can be read") == 0 {
            break;
        }
        let Ok(value) = serde_json::from_slice::<Value>(&line) else {
            continue;
        };
        let mut target = TargetValue {
            value,
            metadata: Value::Object(BTreeMap::new()),
            secrets: Secrets::default(),
        };
        runtime.clear();
        if runtime.resolve(&mut target, &program, &zone).is_ok() {
            serde_json::to_writer(&mut out, &target.value).expect("the output can be written");
            out.write_all(b"\n").expect("the output can be written");
        }
    }
}
