"""The lists: what is in force and how old, every version and what it changed, and what waits for a second person."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from amlrisk.console.asked import asked_number, asked_text
from amlrisk.console.guard import Pages, officer, officer_or_none
from amlrisk.console.language import language_of
from amlrisk.errors import AmlriskError, ConflictError, InputError, InvalidInput
from amlrisk.review.authority import Permission
from amlrisk.services.approve_list import APPROVED, REASON_CHARS, REFUSED, approve_list, may_decide, refuse_list
from amlrisk.services.import_list import import_list
from amlrisk.services.list_changes import changes_of
from amlrisk.services.list_status import ListState, alarms, list_states
from amlrisk.services.system import System
from amlrisk.store.list_deltas import KINDS, DeltaCounts
from amlrisk.store.list_versions import Version
from amlrisk.watchlist.addresses import shown
from amlrisk.watchlist.catalogue import Source

_VERSIONS = 15
_CHANGES = 100
_SIZES = 60
_ATTEMPTS = 12
_NUMBERS = 2**63
_ROOM = 1 << 20  # for what a form carries beside its files


class Shown(NamedTuple):
    """A version and what it changed."""

    version: Version
    counts: DeltaCounts | None


def register(pages: Pages, system: System) -> None:
    @pages.blueprint.before_request
    def let_lists_in() -> None:
        """Whoever may import may send as much as the catalogue lets a list have; nobody else."""
        if request.endpoint == "console.import_list" and request.view_args:
            source = system.catalogue.sources.get(request.view_args["source"])
            person = officer_or_none(system)
            if source is not None and person is not None and person.may(Permission.MANAGE_LISTS):
                request.max_content_length = source.max_bytes * len(source.files) + _ROOM

    @pages.page("/lists", may=Permission.SEE_LISTS)
    def lists() -> str:
        states = list_states(system)
        newest = {name: shown for name in _imported(states) if (shown := _newest(system, name)) is not None}
        return render_template(
            "lists.html",
            lists=[each for each in states if each.info or each.source.required or each.quarantined],
            others=[each for each in states if not (each.info or each.source.required or each.quarantined)],
            waiting=system.store.list_versions.waiting(),
            alarms=alarms(states),
            newest=newest,
        )

    @pages.page("/lists/<source>", may=Permission.SEE_LISTS, name="list")
    def list_(source: str) -> str:
        return _list_page(system, _known(system, source))

    @pages.page("/lists/<source>/versions/<int:id>", may=Permission.SEE_LISTS, name="list_version")
    def version(source: str, id: int) -> str:
        return _version_page(system, _known(system, source), id)

    @pages.page(
        "/lists/<source>/import", may=Permission.MANAGE_LISTS, methods=("POST",), name="import_list", drafts=False
    )
    def import_(source: str) -> Any:
        known = _known(system, source)
        uploads = [each for each in request.files.getlist("files") if each.filename]
        if not uploads:
            flash(_("Choose the files of the list."), "danger")
        else:
            _import(system, known, uploads)
        return redirect(url_for("console.list", source=source), 303)

    @pages.page(
        "/lists/<source>/versions/<int:id>/decide",
        may=Permission.APPROVE_LIST,
        methods=("POST",),
    )
    def decide_list(source: str, id: int) -> Any:
        known = _known(system, source)
        _version(system, known, id)
        try:
            _decide(system, id)
        except (InvalidInput, ConflictError) as error:
            return _list_page(system, known, error=error), 409 if isinstance(error, ConflictError) else 422
        return redirect(url_for("console.list", source=source), 303)


def _list_page(system: System, source: Source, *, error: AmlriskError | None = None) -> str:
    state = next(each for each in list_states(system) if each.source.name == source.name)
    before = asked_number("after")
    found = _versions(system, source.name, before, _VERSIONS + 1)
    waiting = [each for each in system.store.list_versions.waiting() if each.source == source.name]
    return render_template(
        "list.html",
        state=state,
        source=source,
        versions=[_shown(system, each) for each in found[:_VERSIONS]],
        further=found[_VERSIONS - 1].id if len(found) > _VERSIONS else None,
        after=before,
        waiting=[_shown(system, each) for each in reversed(waiting)],
        decidable={each.id for each in waiting if may_decide(each, officer().id)},
        sizes=system.store.list_versions.sizes(source.name, _SIZES),
        attempts=system.store.list_syncs.page(source.name, None, _ATTEMPTS),
        shown_address=shown,  # an address may hold a token
        reason_chars=REASON_CHARS,
        error=error,
    )


def _version_page(system: System, source: Source, id: int) -> str:
    version = _version(system, source, id)
    kind = asked_text("kind") if asked_text("kind") in KINDS else None
    after = asked_number("after")
    shown = _shown(system, version)
    changes = []
    if shown.counts is not None and version.before is not None and version.info is not None:
        deltas = system.store.list_deltas
        changes = deltas.page(version.before, version.info.content_sha256, kind, after or 0, _CHANGES + 1)
    return render_template(
        "list_version.html",
        source=source,
        version=version,
        counts=shown.counts,
        changes=changes[:_CHANGES],
        further=changes[_CHANGES - 1][0] if len(changes) > _CHANGES else None,
        after=after,
        kind=kind,
        kinds=KINDS,
    )


def _version(system: System, source: Source, id: int) -> Version:
    """A version of this list; 404 for another's, and for a number beyond those that databases count with."""
    version = system.store.list_versions.get(id) if id < _NUMBERS else None
    if version is None or version.source != source.name:
        abort(404)
    return version


def _decide(system: System, id: int) -> None:
    verdict, reason = asked_text("verdict"), request.form.get("reason", "")
    if verdict == APPROVED:
        info = approve_list(system, id, actor=officer().id, reason=reason)
        flash(_("Version %(id)s is in force: %(n)s entries.", id=id, n=f"{info.entities:,}"), "success")
    elif verdict == REFUSED:
        refuse_list(system, id, actor=officer().id, reason=reason)
        flash(_("Version %(id)s is refused; the version in force stays.", id=id), "success")
    else:
        abort(400)


def _import(system: System, source: Source, uploads: Sequence[FileStorage]) -> None:
    """Bring the files in and say what came of it."""
    with tempfile.TemporaryDirectory(prefix="amlrisk-list-") as folder:
        try:
            done = import_list(system, source.name, _saved(Path(folder), uploads), actor=officer().id)
        except InputError as error:
            flash(error.text(language_of(request)), "danger")
            return
    if not done.changed:
        flash(_("The content is unchanged: confirmed as current."), "success")
        return
    count = done.info.entities
    said = ngettext("%(n)s entry is in force.", "%(n)s entries are in force.", count, n=f"{count:,}")
    flash(said, "success")
    if done.info.expired:
        flash(_("Left out, their last day is over: %(n)s.", n=f"{done.info.expired:,}"), "warning")


def _saved(folder: Path, uploads: Sequence[FileStorage]) -> list[Path]:
    """The files under the names they came with, each in a folder of its own: names may repeat, and are not trusted."""
    paths = []
    for number, upload in enumerate(uploads):
        name = Path((upload.filename or "").replace("\\", "/")).name
        path = folder / str(number) / (name if name not in {"", ".", ".."} and name.isprintable() else "list")
        path.parent.mkdir()
        with path.open("wb") as out:
            shutil.copyfileobj(upload.stream, out)
        paths.append(path)
    return paths


def _known(system: System, source: str) -> Source:
    if source not in system.catalogue.sources:
        abort(404)
    return system.catalogue.source(source)


def _versions(system: System, source: str, before: int | None, limit: int) -> list[Version]:
    return system.store.list_versions.page(source, before, limit)


def _shown(system: System, version: Version) -> Shown:
    return Shown(version, changes_of(system, version))


def _newest(system: System, source: str) -> Shown | None:
    """The version that came into force last, else the one that came last."""
    found = _versions(system, source, None, _VERSIONS)
    last = next((each for each in found if each.in_force_since), found[0] if found else None)
    return None if last is None else _shown(system, last)


def _imported(states: Sequence[ListState]) -> list[str]:
    return [each.source.name for each in states if each.info or each.quarantined]
