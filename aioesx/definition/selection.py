"""The pieces of a document that an XPath selects, written as virsh's ``--xpath`` writes them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from aioesx.definition._reader import parse_element

__all__ = ["select_xml"]

_NAMESPACES: Final = {"vmware": "http://libvirt.org/schemas/domain/vmware/1.0"}
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def select_xml(xml: str, xpath: str, *, wrap: bool = False) -> str:
    """Return elements, attributes and texts of a document, one below the other.

    Args:
        xml: a document that this package has written.
        xpath: what to select; the prefix ``vmware`` is known.
        wrap: put them into one element ``nodes``, so that they are a document again.

    Raises:
        ValueError: it is no XPath, or one that selects no nodes.
        DomainXmlError: it is no document.

    Source: libvirt, virshDumpXML.
    """
    root = parse_element(xml, blanks=False)
    if xpath.strip() == "/":  # lxml knows no node that is the document
        return _written(_wrapped([root])) if wrap else f"{_DECLARATION}{_written(root)}\n"
    try:
        found = etree.XPath(xpath, namespaces=_NAMESPACES)(root)
    except etree.XPathError as error:
        raise ValueError(f"'{xpath}' is no XPath: {error}") from None
    if isinstance(found, str | float | bool):
        raise ValueError(f"the XPath '{xpath}' selects no nodes, but computes a value")  # noqa: TRY004
    if wrap:
        return _written(_wrapped(found))
    return "".join(map(_piece, found))


def _piece(node: Any) -> str:
    if isinstance(node, etree._Element):
        return _written(node)
    if getattr(node, "is_attribute", False):
        return f" {node.attrname}={quoteattr(node)}\n"
    return f"{escape(node)}\n"


def _written(element: etree._Element) -> str:
    alone = deepcopy(element)  # without the namespaces of what it stands in
    alone.tail = None
    return etree.tostring(alone, encoding="unicode", pretty_print=True)


def _wrapped(found: list[Any]) -> etree._Element:
    nodes = etree.Element("nodes")
    for node in found:
        if isinstance(node, etree._Element):
            nodes.append(deepcopy(node))
            nodes[-1].tail = None
        elif getattr(node, "is_attribute", False):
            nodes.set(node.attrname, str(node))
        elif len(nodes):
            nodes[-1].tail = (nodes[-1].tail or "") + str(node)
        else:
            nodes.text = (nodes.text or "") + str(node)
    return nodes
