// govmomi_reader reads properties of all machines with govmomi, and says what that cost.
//
// Arguments: URL with user and password. Each line of standard input is a comma-separated list
// of property paths, or "@where" for what a list shows of machines and all that they are in; each
// answer is one line: number of machines, seconds of CPU of this process (user and system, all
// threads, garbage collection included).
package main

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"runtime"
	"strings"
	"syscall"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// around is what machines are in; of each its name and its parent are read.
var around = []string{"HostSystem", "Folder", "Datacenter", "ComputeResource", "ResourcePool"}

// shown is what a list shows of a machine.
var shown = []string{
	"name", "config.uuid", "runtime.powerState", "config.hardware.memoryMB",
	"config.hardware.numCPU", "runtime.host", "parent", "resourcePool", "config.template",
}

// where reads everything in one call and returns the number of machines.
func where(ctx context.Context, client *govmomi.Client, everything *view.ContainerView) int {
	wanted := []types.PropertySpec{{Type: "VirtualMachine", PathSet: shown}}
	for _, name := range around {
		wanted = append(wanted, types.PropertySpec{Type: name, PathSet: []string{"name", "parent"}})
	}
	skip := true
	step := &types.TraversalSpec{Type: "ContainerView", Path: "view"}
	result, err := property.DefaultCollector(client.Client).RetrieveProperties(
		ctx, types.RetrieveProperties{SpecSet: []types.PropertyFilterSpec{{
			PropSet: wanted,
			ObjectSet: []types.ObjectSpec{{
				Obj: everything.Reference(), Skip: &skip, SelectSet: []types.BaseSelectionSpec{step},
			}},
		}}})
	if err != nil {
		log.Fatal(err)
	}
	machines := 0
	for _, content := range result.Returnval {
		value, err := mo.ObjectContentToType(content)
		if err != nil {
			log.Fatal(err)
		}
		if _, ok := value.(mo.VirtualMachine); ok {
			machines++
		}
	}
	return machines
}

func seconds(t syscall.Timeval) float64 {
	return float64(t.Sec) + float64(t.Usec)/1e6
}

func cpu() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return seconds(usage.Utime) + seconds(usage.Stime)
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: govmomi_reader URL")
	}
	address, err := url.Parse(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	client, err := govmomi.NewClient(ctx, address, true)
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = client.Logout(ctx) }()

	machines, err := view.NewManager(client.Client).CreateContainerView(
		ctx, client.ServiceContent.RootFolder, []string{"VirtualMachine"}, true)
	if err != nil {
		log.Fatal(err)
	}
	var list []types.ManagedObjectReference
	if list, err = machines.Find(ctx, []string{"VirtualMachine"}, property.Filter{"name": "*"}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(list))

	everything, err := view.NewManager(client.Client).CreateContainerView(
		ctx, client.ServiceContent.RootFolder, append([]string{"VirtualMachine"}, around...), true)
	if err != nil {
		log.Fatal(err)
	}

	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		runtime.GC()
		before := cpu()
		if lines.Text() == "@where" {
			fmt.Println(where(ctx, client, everything), cpu()-before)
			continue
		}
		var found []mo.VirtualMachine
		err := machines.Retrieve(ctx, []string{"VirtualMachine"}, strings.Split(lines.Text(), ","), &found)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(found), cpu()-before)
	}
}
