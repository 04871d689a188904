// Runs a jq program over JSON lines with gojq's library: bench_gojq PROGRAM_FILE < in > out
// gojq's own command needs a module that the proxy does not serve; this does the same for JSON lines.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"os"

	"github.com/itchyny/gojq"
)

func main() {
	program, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	query, err := gojq.Parse(string(program))
	if err != nil {
		log.Fatal(err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		log.Fatal(err)
	}
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	decoder.UseNumber()
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	for {
		var record any
		if err := decoder.Decode(&record); err == io.EOF {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		results := code.Run(record)
		for result, ok := results.Next(); ok; result, ok = results.Next() {
			if err, failed := result.(error); failed {
				log.Fatal(err)
			}
			text, err := gojq.Marshal(result)
			if err != nil {
				log.Fatal(err)
			}
			out.Write(text)
			out.WriteByte('\n')
		}
	}
}
