// govmomi-ovf is a judge for the tests: a reader of OVF descriptors that is not ours.
//
// It reads the descriptor that it is told the path of, as govc's import.ovf does, with govmomi's ovf
// package as Debian ships it, and writes what it read to standard output, as JSON.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/vmware/govmomi/ovf"
)

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	envelope, err := ovf.Unmarshal(file)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(envelope); err != nil {
		log.Fatal(err)
	}
}
