"""Where pages and files are on the site, by MkDocs' rules."""

import posixpath
from urllib.parse import quote, urlsplit

from pmkb.graph import KnowledgeBase
from pmkb.markdown import Link


def url(path: str, directory_urls: bool) -> str:
    """The address of a page or file, relative to the site's root; empty for the home page."""
    folder, name = posixpath.split(path)
    stem, ending = posixpath.splitext(name)
    if ending != ".md":
        return quote(path)
    if stem in ("index", "README"):
        page = posixpath.join(folder, "index.html")
    elif directory_urls:
        page = posixpath.join(folder, stem, "index.html")
    else:
        page = posixpath.join(folder, f"{stem}.html")
    return quote(page.removesuffix("index.html") if directory_urls else page)


def folder(path: str) -> str:
    """The folder of a page's own files, as a path on the site; empty for the home page."""
    stem = path.removesuffix(".md")
    return posixpath.dirname(stem) if posixpath.basename(stem) in ("index", "README") else stem


def relative(target: str, start: str) -> str:
    """An address as a link on the page at another address has to give it."""
    folder = posixpath.dirname(start)
    found = posixpath.relpath("/" + target, "/" + folder)
    return found + "/" if target.endswith("/") or not target else found


def body_link(link: Link, path: str, kb: KnowledgeBase, directory_urls: bool) -> str | None:
    """The address of what a link in the body of the document at a path leads to.

    None where it needs none: it leads elsewhere, to a place on the same page, or nowhere.
    """
    target, mark, anchor = link.target.partition("#")
    if not link.wiki and (not target or _is_foreign(target)):
        return None
    found = kb.link_target(link, path)
    there = found.path if found else _file(target, path, kb)
    if there is None:
        return None
    address = relative(url(there, directory_urls), url(path, directory_urls))
    return address + mark + quote(anchor)


def link_name(link: Link, path: str, kb: KnowledgeBase) -> str | None:
    """The words for a wiki link that has none of its own: the heading of the record it leads to."""
    found = kb.link_target(link, path)
    return found.record.heading if found and found.record else None


def _file(target: str, path: str, kb: KnowledgeBase) -> str | None:
    folder = "" if target.startswith("/") else posixpath.dirname(path)
    there = posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
    return there if there in kb.content.files else None


def _is_foreign(target: str) -> bool:
    try:
        return bool(urlsplit(target).scheme) or target.startswith("//")
    except ValueError:
        return True
