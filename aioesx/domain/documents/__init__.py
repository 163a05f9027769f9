"""A domain's documents: VMX files on the host, and the XML that libvirt makes of them.

`read` gives the XML of a domain, `convert` turns one kind of document into the other, `define`
makes a domain of an XML, `register` puts its file on the host, `edit` changes one that is there.
What a document says is `aioesx.definition`'s and `aioesx.vmx`'s business. Whoever needs these
modules imports them when it does: they load a parser of XML.
"""
