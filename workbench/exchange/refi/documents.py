"""A source of a project as a document: its words, who speaks, and what lies on them, where they are here."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.coding.study_drafts import StudyCoding, StudyDocument, StudyMemo
from workbench.exchange.refi.counted import Counted
from workbench.exchange.refi.headed import SOURCE, parts_of
from workbench.exchange.refi.heard import Heard, Owners, heard
from workbench.exchange.refi.loose import beside_of, memberships
from workbench.exchange.refi.ours import direction_of, kind_of, read_as_ours
from workbench.exchange.refi.outline import Outline
from workbench.exchange.refi.parcel import Parcel, last_part
from workbench.exchange.refi.people import People
from workbench.exchange.refi.positions import Counting, Places, Selected, quoted_words, tell, ways
from workbench.exchange.refi.raw import RawSelection, RawSource, RawSync
from workbench.exchange.refi.texts import Laid, Passage, laid_out, passages_of
from workbench.exchange.refi.told import number, short, stored_time, title
from workbench.exchange.refi.words import Words, words_of
from workbench.exchange.refi.written import Written
from workbench.sources.drafts import DraftDocument, LeftOut
from workbench.text import counted

UNTOLD = "its text is there in its formatted form alone, and nothing shows how places in that are counted"


class Sources:
    """Makes documents of sources, one at a time."""

    def __init__(self, parcel: Parcel, outline: Outline, people: People, written: Written) -> None:
        self._parcel, self._outline, self._people, self._written = parcel, outline, people, written
        self._sets = memberships(outline.project)
        self._beside = beside_of(outline.project)
        self._linked = {guid for link in outline.project.links for guid in (link.origin, link.target)}
        self._texts: set[str] = set()
        self.counted = Counted()
        self.called: dict[str, str] = {}
        """What sources are called, and the selections that links are of, by GUID."""
        self.left_out: list[LeftOut] = []
        """What is left out with sources that become no document."""
        self.came_in: set[str] = set()
        """The sources that became documents, by GUID."""

    def of(self, source: RawSource) -> Iterator[StudyDocument]:
        """The documents that a source makes: most often one; a recording one for each transcript."""
        name = title(source.name, last_part(source.path or source.media_path) or "Document without a name")
        self.called[source.guid] = name
        if source.kind in {"TextSource", "Note"}:
            yield from self._document(source, source, name)
            return
        self._report_areas(source, name)
        texts = [text for text in source.texts if text.content is not None or text.path]
        made = 0
        for at, text in enumerate(texts, 1):
            if text.kind == "Transcript" and not text.selections and text.path and last_part(text.path) in self._texts:
                continue
            called = title(text.name, name) if text.kind == "Transcript" else name
            for document in self._document(source, text, f"{called} ({at})" if called == name and at > 1 else called):
                made += 1
                yield document
                source.codings, source.notes, source.description = [], [], ""
        if source.kind != "PDFSource":
            what = {"PictureSource": "the picture", "AudioSource": "the recording", "VideoSource": "the recording"}
            self._leave(name, what.get(source.kind, "the file"), "only words come in; keep it beside the project")
        if not made:
            self._without_text(source, name)

    def _leave(self, where: str, what: str, why: str) -> None:
        self.left_out.append(LeftOut(where, what, why))

    def _report_areas(self, source: RawSource, name: str) -> None:
        """Codings on parts of pages, pictures and recordings, but for those that lie on the words of the page too."""
        twins = {one.guid: one for text in source.texts for one in text.selections}
        for area in source.areas:
            if area.guid in self._linked:
                self.called[area.guid] = f"{area.where} in {name}"
            if (twin := twins.get(area.guid)) is not None:
                coded = {one.code for one in twin.codings}
                twin.codings += [one for one in area.codings if one.code not in coded]
                continue
            if self._moved_to_words(source, area) or self._moved_to_moments(source, area):
                continue
            said = f": “{short(area.description)}”" if area.description.strip() else ""
            many = len(area.codings)
            what = (
                f"{many} coding{'s' * (many != 1)} on {area.where}{said}" if many else f"a mark on {area.where}{said}"
            )
            self._leave(name, what, "it lies on no words")

    def _moved_to_words(self, source: RawSource, area: RawSelection) -> bool:
        """Put a part of a page on its words, where the file says them and they stand in the page's text just once."""
        words = area.words.strip()
        text = next((one for one in source.texts if one.kind == "Representation"), None)
        if text is None or not words or not area.codings:
            return False
        whole = text.content if text.content is not None else words_of(self._parcel, text).text
        at = whole.find(words) if whole else -1
        if whole is None or at < 0 or whole.find(words, at + 1) >= 0:
            return False
        text.content = whole
        area.start, area.end = str(at), str(at + len(words))
        text.selections.append(area)
        return True

    def _moved_to_moments(self, source: RawSource, area: RawSelection) -> bool:
        """Put a stretch of a recording on the words of its transcript from the moment before it to the one after it."""
        begin, end = number(area.start), number(area.end)
        if source.kind not in {"AudioSource", "VideoSource"} or begin is None or end is None:
            return False
        for text in source.texts:
            told = [(number(one.at_ms), one) for one in self.moments(text)]
            syncs = sorted(((at, one) for at, one in told if at is not None), key=lambda pair: pair[0])
            before = [one for at, one in syncs if at <= begin]
            after = [one for at, one in syncs if at >= end]
            if not before or not after or begin >= end or before[-1] is after[0]:
                continue
            if last_part(text.path) not in self._texts and words_of(self._parcel, text).text:
                area.start, area.end = before[-1].guid, after[0].guid
                text.selections.append(area)
                self.counted.moments += len(area.codings)
                return True
        return False

    def _without_text(self, source: RawSource, name: str) -> None:
        if source.codings:
            self._leave(name, f"{counted(len(source.codings), 'coding')} on it as a whole", "it has no words here")
        for text in self._written.taken(source.notes):
            self._written.on_project(f"{name}\n\n{text}")
        if source.description.strip():
            self._written.on_project(f"{name}\n\n{source.description.strip()}", source.user, source.created)

    def _document(self, source: RawSource, text: RawSource, name: str) -> Iterator[StudyDocument]:
        said = words_of(self._parcel, text)
        self.counted.formatted += said.formatted
        self._texts.add(last_part(text.path))
        codings = sum(len(one.codings) for one in text.selections) + len(source.codings)
        if said.text is None or not said.text.strip():
            noted = sum(bool(one.description.strip() or one.notes) for one in text.selections)
            what = f"the document, with {counted(codings, 'coding')}" if codings else "the document"
            what += f" and {counted(noted, 'remark')} on its words" if noted else ""
            self._leave(name, what, said.why or "there are no words in it")
            return
        self.left_out += [LeftOut(name, one.what, one.why) for one in said.left_out]
        yield _Page(self, source, text, name, said).document()

    def owners(self, source: RawSource, text: RawSource, spans: dict[str, tuple[int, int]]) -> Owners:
        """The cases of a source, and those of its selections."""
        people = self._people
        labels = [*people.whole.get(source.guid, ()), *(people.whole.get(text.guid, ()) if text is not source else ())]
        whole = {label: people.documents[label] for label in dict.fromkeys(labels)}
        if not people.parts:
            return Owners(whole, known=people.known)
        parts = [(*span, label) for guid, span in spans.items() for label in people.parts.get(guid, ())]
        return Owners(whole, parts, people.known)

    def sets_of(self, source: RawSource) -> list[str]:
        """The sets that a source is in, in words."""
        return self._sets.get(source.guid, [])

    def beside(self, source: RawSource) -> tuple[str, str]:
        """The source that this one lies beside, and as what; nothing where it lies beside none."""
        return self._beside.get(source.guid, ("", ""))

    def coder(self, user: str) -> str:
        """A user's name, or nothing where it is not known."""
        return self._written.coder(user)

    def moments(self, text: RawSource) -> list[RawSync]:
        """The moments of a text in its recording."""
        return text.syncs or self._outline.moments.get(last_part(text.path), [])

    def read_as_ours(self, source: RawSource, text: str) -> tuple[Counting, Heard] | None:
        """How a text is counted and who says what, where it is in our own form and a note on its turns says so."""
        note = self._written.turns_of(source.notes)
        found = read_as_ours(text, note, self._people.called) if note else None
        if note and found is None:
            self.counted.unfitting += 1
        return found

    def is_person(self, selection: RawSelection) -> bool:
        """Whether a selection is there to say whose the words are."""
        return selection.guid in self._people.parts

    def is_linked(self, selection: RawSelection) -> bool:
        """Whether a link is to or from it."""
        return selection.guid in self._linked

    @property
    def written(self) -> Written:
        """The project's notes."""
        return self._written


class _Page:
    """One text on its way to a document."""

    def __init__(self, sources: Sources, source: RawSource, text: RawSource, name: str, words: Words) -> None:
        self._sources, self._source, self._text, self._name = sources, source, text, name
        self._said = said = words.text or ""
        self._told = True
        """Whether anything tells where positions lie in the words."""
        self._left_out: list[LeftOut] = []
        self._memos: list[StudyMemo] = []
        self._codings: list[StudyCoding] = []
        self._ours = sources.read_as_ours(source, said)
        self._places = self._counted(words)
        self._spans = self._indexes()
        self._laid = Laid()

    def document(self) -> StudyDocument:
        """The document with its codings and notes."""
        who = self._heard()
        roles = who.roles
        if roles:
            self._sources.counted.spoken += 1
            self._sources.counted.people += sum(role == "participant" for role in roles.values())
        self._laid = laid_out(self._said, self._at_moments(who.passages), as_it_is=who.is_ours)
        self._lay_selections()
        self._lay_whole()
        self._about_document()
        beside, way = self._sources.beside(self._source)
        return StudyDocument(
            self._key(), self._draft(who), self._codings, tuple(self._memos), tuple(self._left_out), beside, way
        )

    def _heard(self) -> Heard:
        """Who says what: as our own form has it, else as labels and cases tell."""
        if self._ours is not None:
            return self._ours[1]
        passages, roles = passages_of(self._said)
        owners = self._sources.owners(self._source, self._text, self._spans)
        return heard(self._said, passages, roles, owners, self._name)

    def _key(self) -> str:
        return self._text.guid if self._text.kind == "Transcript" else self._source.guid

    def _draft(self, who: Heard) -> DraftDocument:
        kind = "notes" if self._text.kind in {"Note", "TextDescription"} else "transcript"
        _, parts = parts_of(self._source.description, SOURCE)
        self._sources.counted.asked += parts.get("Kind") == "question"
        return DraftDocument(
            self._name,
            kind_of(parts, kind),
            tuple(self._laid.turns),
            title=parts.get("Title", ""),
            roles=who.roles,
            cases=who.cases,
            left_out=tuple(who.left_out),
            recording=parts.get("Recording", ""),
        )

    def _counted(self, words: Words) -> Places:
        if self._ours is not None:
            self._sources.counted.documents[self._ours[0]] += 1
            return Places(self._said, self._ours[0])
        selected = []
        for one in self._text.selections:
            start, end = number(one.start), number(one.end)
            if start is not None and end is not None and not one.words:
                name = one.name or (one.description if quoted_words(one.description) in self._said else "")
                selected.append(Selected(start, end, name))
        before = self._sources.counted
        told = tell(self._said, selected, marked=words.marked, usual=before.usual())
        if words.formatted:
            self._told = told.quoting > 0
        elif selected and (told.of or len(ways(self._said, marked=words.marked)) > 1):
            before.add(told, self._name)
        return Places(self._said, told.counting)

    def _indexes(self) -> dict[str, tuple[int, int]]:
        """Where each selection lies in the text, by its GUID; those that lie nowhere are reported."""
        moments = {one.guid: number(one.position) for one in self._sources.moments(self._text)}
        place, span = self._places.place, self._places.span
        spans: dict[str, tuple[int, int]] = {}
        for at, one in enumerate(self._text.selections):
            start = moments.get(one.start) if one.where and not one.words else number(one.start)
            end = moments.get(one.end) if one.where and not one.words else number(one.end)
            one.guid = one.guid if one.guid and one.guid not in spans else f"{one.guid or self._text.guid} {at}"
            if start is None or end is None or not self._told:
                self._leave(one, UNTOLD if not self._told else "it does not say where it begins and ends")
                continue
            begin, finish = (start, end) if one.words else (place(start), place(end)) if one.where else span(start, end)
            if not 0 <= begin < finish <= len(self._said):
                nothing = "there are no words in it" if start == end else "it lies outside the text"
                self._leave(one, f"{nothing}: {start} to {end} of {len(self._said)}")
                continue
            spans[one.guid] = (begin, finish)
        return spans

    def _leave(self, one: RawSelection, why: str) -> None:
        """Report a selection with the codings that are on it."""
        what = f"{len(one.codings)} codings" if len(one.codings) > 1 else "a coding" if one.codings else "a selection"
        where = f"{self._name}, {one.start[:12] or '?'} to {one.end[:12] or '?'}"
        self._left_out.append(LeftOut(where, f"{what} “{short(one.name)}”" if one.name else what, why))

    def _at_moments(self, passages: list[Passage]) -> list[Passage]:
        """The passages with their times in the recording, where the file has moments."""
        from dataclasses import replace

        syncs = [(number(one.position), number(one.at_ms)) for one in self._sources.moments(self._text)]
        moments = sorted((self._places.place(place), at) for place, at in syncs if place is not None and at is not None)
        if not moments:
            return passages
        timed: list[Passage] = []
        after = 0
        for one in passages:
            at_ms = None
            while after < len(moments) and moments[after][0] < one.end:
                at_ms = moments[after][1] if at_ms is None else at_ms
                after += 1
            timed.append(replace(one, at_ms=at_ms) if at_ms is not None and one.at_ms is None else one)
        return timed

    def _lay_selections(self) -> None:
        span_of, coder, written = self._laid.span, self._sources.coder, self._sources.written
        for one in self._text.selections:
            index = self._spans.get(one.guid)
            if index is None:
                continue
            span = span_of(*index)
            if span is None:
                self._leave(one, "it lies on a speaker's label or on blank lines, where there are no words")
                continue
            if self._sources.is_linked(one):
                self._sources.called[one.guid] = f"“{short(self._said[slice(*index)])}” in {self._name}"
            for coding in one.codings:
                if not coding.code:
                    self._leave(one, "it names no code")
                    continue
                key = coding.guid or f"{one.guid} {coding.code}"
                by, at = coder(coding.user or one.user), stored_time(coding.created or one.created)
                direction = direction_of(coding.notes) if coding.notes else "for"
                self._codings.append(StudyCoding(key, coding.code, *span, by, at, direction))
                if coding.notes:
                    self._memos += written.memos(coding.notes, "coding", key)
            if not one.codings or one.description or one.notes:
                self._pencil(one, span, self._said[slice(*index)])

    def _pencil(self, one: RawSelection, span: tuple[int, int], words: str) -> None:
        """What is said of a selection, as a memo on its only coding, else as a note beside its words.

        One without a code of which nothing is said is reported.
        """
        plain = " ".join(words.split())
        texts = self._sources.written.taken(one.notes)
        said = " ".join(one.description.split())
        if said and not plain.startswith(said.removesuffix("…").removesuffix("...")):
            texts.append(one.description.strip())
        named = quoted_words(one.name)
        if not texts and not one.codings and named and not plain.startswith(named):
            texts.append(one.name.strip())
        by, at = self._sources.coder(one.user), stored_time(one.created)
        only = one.codings[0] if len(one.codings) == 1 else None
        for text in texts:
            if only is not None and only.code:
                key = only.guid or f"{one.guid} {only.code}"
                self._memos.append(StudyMemo(text, "coding", key, "memo", by, at))
            else:
                self._memos.append(StudyMemo(text, "document", self._key(), "note", by, at, *span))
        if not texts and not one.codings and not self._sources.is_person(one):
            self._left_out.append(
                LeftOut(f"{self._name}, “{short(words)}”", "a selection", "it has no code, and nothing is said of it")
            )

    def _note_beside(self, note: RawSource, said: str, one: RawSelection) -> None:
        """Keep what somebody noted beside words of the document; where those are not there, on all of it."""
        start, end = number(one.start), number(one.end)
        span = self._laid.span(*self._places.span(start, end)) if start is not None and end is not None else None
        by, at = self._sources.coder(note.user), stored_time(note.created)
        place = span or (None, None)
        self._memos.append(StudyMemo(said, "document", self._key(), "note", by, at, *place))

    def _lay_whole(self) -> None:
        """Codings on the document as a whole lie on all of its words."""
        for coding in self._source.codings:
            if coding.code and self._laid.length:
                self._sources.counted.whole += 1
                key = coding.guid or f"{self._key()} {coding.code}"
                by, at = self._sources.coder(coding.user), stored_time(coding.created)
                direction = direction_of(coding.notes)
                self._codings.append(StudyCoding(key, coding.code, 0, self._laid.length, by, at, direction))
                self._memos += self._sources.written.memos(coding.notes, "coding", key)

    def _about_document(self) -> None:
        notes = [*self._source.notes, *(self._text.notes if self._text is not self._source else ())]
        self._memos += self._sources.written.memos(notes, "document", self._key())
        for note, remark in self._sources.written.beside_words(notes):
            for one in note.selections:
                self._note_beside(note, remark, one)
        said = (self._source.description, self._text.description if self._text is not self._source else "")
        texts = [text for one in said if (text := parts_of(one, SOURCE)[0].strip())]
        by = self._sources.coder(self._source.user), stored_time(self._source.created)
        self._memos += [StudyMemo(text, "document", self._key(), coder=by[0], created="") for text in texts]
        self._memos += [StudyMemo(text, "document", self._key()) for text in self._sources.sets_of(self._source)]
        self._sources.came_in.add(self._source.guid)
