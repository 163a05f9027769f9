// govmomi-guest is a judge for the tests: a client of guest operations that is not ours.
//
// It runs a program in a guest, and moves files, by the client that govc's guest.* commands use,
// govmomi's guest/toolbox as Debian ships it. What it is told are the host's URL, a machine, a user
// and a password; what it got goes to standard output, a line each.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io/ioutil"
	"log"
	"net/url"
	"os"
	"os/exec"
	"strings"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/guest"
	"github.com/vmware/govmomi/guest/toolbox"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// client enters the guest of a machine.
func client(ctx context.Context, address, machine, user, password, family string) *toolbox.Client {
	where, err := url.Parse(address)
	check(err)
	where.User = url.UserPassword("root", "secret")
	host, err := govmomi.NewClient(ctx, where, true)
	check(err)
	vm, err := find.NewFinder(host.Client).VirtualMachine(ctx, machine)
	check(err)
	operations := guest.NewOperationsManager(host.Client, vm.Reference())
	processes, err := operations.ProcessManager(ctx)
	check(err)
	files, err := operations.FileManager(ctx)
	check(err)
	return &toolbox.Client{
		ProcessManager: processes,
		FileManager:    files,
		Authentication: &types.NamePasswordAuthentication{Username: user, Password: password},
		GuestFamily:    types.VirtualMachineGuestOsFamily(family),
	}
}

// run runs a program and tells its status and what it wrote.
func run(ctx context.Context, c *toolbox.Client, input string, program string, args ...string) {
	var out, errors bytes.Buffer
	cmd := &exec.Cmd{Path: program, Args: args, Stdout: &out, Stderr: &errors}
	if input != "" {
		cmd.Stdin = strings.NewReader(input)
	}
	err := c.Run(ctx, cmd)
	fmt.Printf("%q %q %v\n", out.String(), errors.String(), err)
}

func main() {
	ctx := context.Background()
	c := client(ctx, os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5])
	if c.GuestFamily == types.VirtualMachineGuestOsFamilyWindowsGuest {
		run(ctx, c, "", "echo", "hi")
		run(ctx, c, "through", "more")
		return
	}
	run(ctx, c, "", "/bin/echo", "one", "'two  words'")
	run(ctx, c, "through", "/bin/cat")
	run(ctx, c, "", "echo", "by", "bash")
	run(ctx, c, "", "/bin/false")
	check(c.Upload(ctx, strings.NewReader("sent"), "/tmp/sent", soap.DefaultUpload,
		new(types.GuestPosixFileAttributes), true))
	file, size, err := c.Download(ctx, "/tmp/sent")
	check(err)
	data, err := ioutil.ReadAll(file)
	check(err)
	fmt.Printf("%q %d\n", data, size)
	listed, err := c.FileManager.ListFiles(ctx, c.Authentication, "/tmp", 0, 0, "sent")
	check(err)
	for _, one := range listed.Files {
		fmt.Printf("%s %s %d\n", one.Path, one.Type, one.Size)
	}
	check(c.FileManager.DeleteFile(ctx, c.Authentication, "/tmp/sent"))
}
