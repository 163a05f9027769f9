"""libvirt's XML of type kvm, of a machine that has left."""
