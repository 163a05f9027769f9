// vcsim is a judge for the tests: a VMware host or vCenter that is not ours.
//
// It serves the simulator package of govmomi 0.24 as Debian ships it, and knows
// nothing of aioesx. Its first line on standard output is its URL; after it the
// server answers. It ends on SIGTERM or SIGINT and, when its standard input is a
// pipe, as soon as that pipe is closed: a test that dies leaves no server behind.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"os/signal"
	"syscall"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
)

// options are what the command line says.
type options struct {
	listen, model, username, password, cert, key string
	machines                                     int
	tls                                          bool
}

func parse() options {
	var o options
	flag.StringVar(&o.listen, "l", "127.0.0.1:0", "`host:port` to listen on; port 0 takes a free one")
	flag.StringVar(&o.model, "model", "esx", "esx (one host) or vpx (a vCenter: one host, one cluster of three)")
	flag.IntVar(&o.machines, "vms", 2, "`number` of machines in all")
	flag.BoolVar(&o.tls, "tls", false, "serve HTTPS")
	flag.StringVar(&o.cert, "cert", "", "PEM `file` of the certificate; Go's test certificate without it")
	flag.StringVar(&o.key, "key", "", "PEM `file` of the certificate's key")
	flag.StringVar(&o.username, "username", "root", "the only `user` that may log in")
	flag.StringVar(&o.password, "password", "secret", "the `password` of that user")
	flag.Parse()
	return o
}

// inventory makes the model with at least the machines that were asked for: a
// model counts them for each resource pool, and a vCenter here has two.
func (o options) inventory() (*simulator.Model, error) {
	if o.machines < 0 {
		return nil, fmt.Errorf("-vms %d: must not be negative", o.machines)
	}
	switch o.model {
	case "esx":
		model := simulator.ESX()
		model.Machine = o.machines
		return model, nil
	case "vpx":
		model := simulator.VPX()
		model.Machine = (o.machines + 1) / 2
		return model, nil
	}
	return nil, fmt.Errorf("-model %s: must be esx or vpx", o.model)
}

// tlsConfig is nil for plain HTTP.
func (o options) tlsConfig() (*tls.Config, error) {
	switch {
	case (o.cert == "") != (o.key == ""):
		return nil, errors.New("-cert and -key go together")
	case !o.tls:
		return nil, nil
	case o.cert == "":
		return new(tls.Config), nil
	}
	pair, err := tls.LoadX509KeyPair(o.cert, o.key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}}, nil
}

// trim destroys the machines that the model made beyond the number asked for.
func (o options) trim(address *url.URL) error {
	machines := simulator.Map.All("VirtualMachine")
	if len(machines) <= o.machines {
		return nil
	}
	ctx := context.Background()
	client, err := govmomi.NewClient(ctx, address, true)
	if err != nil {
		return err
	}
	defer client.Logout(ctx)
	for _, machine := range machines[o.machines:] {
		vm := object.NewVirtualMachine(client.Client, machine.Reference())
		for _, step := range []func(context.Context) (*object.Task, error){vm.PowerOff, vm.Destroy} {
			task, err := step(ctx)
			if err != nil {
				return err
			}
			if err = task.Wait(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// ends tells when the server shall stop: a signal, or the end of a pipe on standard input.
func ends() <-chan os.Signal {
	done := make(chan os.Signal, 2)
	signal.Notify(done, syscall.SIGTERM, syscall.SIGINT)
	if info, err := os.Stdin.Stat(); err == nil && info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0 {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			done <- syscall.SIGTERM
		}()
	}
	return done
}

func serve(o options) error {
	done := ends()
	model, err := o.inventory()
	if err != nil {
		return err
	}
	defer model.Remove()
	if err = model.Create(); err != nil {
		return err
	}
	if model.Service.TLS, err = o.tlsConfig(); err != nil {
		return err
	}
	model.Service.Listen = &url.URL{Host: o.listen, User: url.UserPassword(o.username, o.password)}
	model.Service.RegisterEndpoints = true

	// The server is not closed: that would wait for the long polls of its clients.
	server := model.Service.NewServer()
	if err = o.trim(server.URL); err != nil {
		return err
	}
	shown := *server.URL
	shown.User = nil
	fmt.Println(shown.String())
	<-done
	return nil
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("vcsim: ")
	if err := serve(parse()); err != nil {
		log.Fatal(err)
	}
}
