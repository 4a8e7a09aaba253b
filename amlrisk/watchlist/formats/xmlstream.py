"""XML, record by record, without trust.

Only UTF-8; no DOCTYPE and no entity declaration anywhere (so neither entity bombs nor external entities reach the
parser); no network; libxml2's own limits stay on. A document that ends before its root does is ListTruncated, any
other trouble ListMalformed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from amlrisk.watchlist.formats.reading import Job, ListFile, check_fields, text_chunks

Element = Any
"""An lxml element: lxml brings no types."""

_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")


def records(file: ListFile, job: Job, root: str, tags: Collection[str]) -> Iterator[Element]:
    """First the root element (with its attributes only), then every finished element named in ``tags``.

    Names are without name space. A record is emptied as soon as the next one is asked for.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    seen_root = False
    try:
        for piece in _checked(file, job):
            parser.feed(piece)
            for event, element in parser.read_events():
                if not seen_root:
                    _check_root(element, root, file, job)
                    seen_root = True
                    yield element
                if event == "end" and local(element) in tags:
                    check_fields((text for node in element.iter() for text in _texts(node)), file.name, job)
                    yield element
                    _free(element)
    except etree.XMLSyntaxError as error:
        job.malformed(f"{file.name}: {error.msg}")
    if stopped := list(parser.feed_error_log):
        job.malformed(f"{file.name}: {stopped[-1].message}")
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        if not seen_root:
            job.malformed(f"{file.name}: {error.msg}")
        job.truncated(f"{file.name}: {error.msg}")


def _checked(file: ListFile, job: Job) -> Iterator[bytes]:
    tail = ""
    for text in text_chunks(file, job):
        window = tail + text
        for word in _FORBIDDEN:
            if word in window:
                job.malformed(f"{file.name}: {word} is not accepted in a list")
        tail = window[-max(map(len, _FORBIDDEN)) :]
        yield text.encode()


def _check_root(element: Element, root: str, file: ListFile, job: Job) -> None:
    if local(element) != root:
        job.malformed(f"{file.name}: the root element is <{local(element)}>, not <{root}>")


def _free(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _texts(node: Element) -> Iterator[str]:
    if node.text:
        yield node.text
    yield from node.attrib.values()


def local(element: Element) -> str:
    """The name of an element without its name space."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def children(element: Element, *path: str) -> Iterator[Element]:
    """All descendants along a path of local names."""
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from children(child, *path[1:])


def text(element: Element, *path: str) -> str:
    """The first text along a path that is more than white space, or ``""``."""
    for found in children(element, *path):
        if found.text and found.text.strip():
            return str(found.text)
    return ""


def texts(element: Element, *path: str) -> tuple[str, ...]:
    """Every text along a path that is more than white space."""
    return tuple(str(found.text) for found in children(element, *path) if found.text and found.text.strip())
