// govmomi-import is a judge for the tests: a client of import and export leases that is not ours.
//
// It does what govc's import.ovf and export.ovf do, by the parts that they are made of: govmomi's
// ovf, nfc and object packages as Debian ships them. What it is told are the host's URL, what to do,
// a machine's name, a directory, and of an import the descriptor's file and how disks are made; what
// it did goes to standard output, a line each.
package main

import (
	"context"
	"fmt"
	"io/ioutil"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"sort"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/ovf"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// networks maps each network of a package to the first one of the host.
func networks(ctx context.Context, finder *find.Finder, told *types.OvfParseDescriptorResult) []types.OvfNetworkMapping {
	found, err := finder.NetworkList(ctx, "*")
	check(err)
	var mapping []types.OvfNetworkMapping
	for _, network := range told.Network {
		mapping = append(mapping, types.OvfNetworkMapping{
			Name: network.Name, Network: found[0].Reference(),
		})
	}
	return mapping
}

// bring imports a package as a machine.
func bring(ctx context.Context, c *govmomi.Client, finder *find.Finder, name, dir, file, provisioning string) {
	text, err := ioutil.ReadFile(filepath.Join(dir, file))
	check(err)
	manager := ovf.NewManager(c.Client)
	told, err := manager.ParseDescriptor(ctx, string(text), types.OvfParseDescriptorParams{})
	check(err)
	pool, err := finder.DefaultResourcePool(ctx)
	check(err)
	store, err := finder.Datastore(ctx, "datastore1")
	check(err)
	spec, err := manager.CreateImportSpec(ctx, string(text), pool, store, types.OvfCreateImportSpecParams{
		DiskProvisioning: provisioning,
		EntityName:       name,
		NetworkMapping:   networks(ctx, finder, told),
	})
	check(err)
	for _, wrong := range spec.Error {
		log.Fatal(wrong.LocalizedMessage)
	}
	for _, warning := range spec.Warning {
		fmt.Println("warning", warning.LocalizedMessage)
	}
	center, err := finder.DefaultDatacenter(ctx)
	check(err)
	folders, err := center.Folders(ctx)
	check(err)
	lease, err := pool.ImportVApp(ctx, spec.ImportSpec, folders.VmFolder, nil)
	check(err)
	info, err := lease.Wait(ctx, spec.FileItem)
	check(err)
	updater := lease.StartUpdater(ctx, info)
	for _, item := range info.Items {
		upload, err := os.Open(filepath.Join(dir, item.Path))
		check(err)
		about, err := upload.Stat()
		check(err)
		options := soap.Upload{ContentLength: about.Size()}
		check(lease.Upload(ctx, item, upload, options))
		fmt.Println("sent", item.Path, item.DeviceId)
	}
	updater.Done()
	check(lease.Complete(ctx))
	vm := object.NewVirtualMachine(c.Client, info.Entity)
	state, err := vm.PowerState(ctx)
	check(err)
	fmt.Println("done", state)
}

// fetch exports a machine as a package.
func fetch(ctx context.Context, c *govmomi.Client, finder *find.Finder, name, dir string) {
	vm, err := finder.VirtualMachine(ctx, name)
	check(err)
	lease, err := vm.Export(ctx)
	check(err)
	info, err := lease.Wait(ctx, nil)
	check(err)
	updater := lease.StartUpdater(ctx, info)
	params := types.OvfCreateDescriptorParams{Name: name}
	for _, item := range info.Items {
		item.Path = fmt.Sprintf("%s-%s", name, item.Path)
		path := filepath.Join(dir, item.Path)
		check(lease.DownloadFile(ctx, path, item, soap.DefaultDownload))
		about, err := os.Stat(path)
		check(err)
		item.Size = about.Size()
		params.OvfFiles = append(params.OvfFiles, item.File())
		fmt.Println("got", item.Path)
	}
	updater.Done()
	check(lease.Complete(ctx))
	told, err := ovf.NewManager(c.Client).CreateDescriptor(ctx, vm, params)
	check(err)
	check(ioutil.WriteFile(filepath.Join(dir, name+".ovf"), []byte(told.OvfDescriptor), 0644))
	names := []string{}
	for _, warning := range told.Warning {
		names = append(names, warning.LocalizedMessage)
	}
	sort.Strings(names)
	for _, text := range names {
		fmt.Println("warning", text)
	}
}

func main() {
	ctx := context.Background()
	where, err := url.Parse(os.Args[1])
	check(err)
	where.User = url.UserPassword("root", "secret")
	c, err := govmomi.NewClient(ctx, where, true)
	check(err)
	finder := find.NewFinder(c.Client)
	center, err := finder.DefaultDatacenter(ctx)
	check(err)
	finder.SetDatacenter(center)
	if os.Args[2] == "import" {
		bring(ctx, c, finder, os.Args[3], os.Args[4], os.Args[5], os.Args[6])
		return
	}
	fetch(ctx, c, finder, os.Args[3], os.Args[4])
}
