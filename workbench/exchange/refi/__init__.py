"""REFI-QDA, the format in which tools for qualitative research exchange projects (.qdpx) and codebooks (.qdc).

The form in which we write it, which whoever reads our own files may count on:

- `project.qde` is XML; every document is a file `sources/GUID.txt`, every memo too: UTF-8, no byte order mark, one line
  break as it is in the project. `Project@origin` begins with `ORIGIN`. Selections begin and end in code points of that
  file, or in UTF-16 units where that was asked for.
- A document's plain text is made of its turns, each on a line of its own, with `Label: ` before the words where somebody
  begins to speak. A note that the document refers to, named `turns`, has a line for each turn: from where to where its
  words lie, what it is, in which role it is said unless by a participant, and its time in the recording; then a line for
  each speaker who is a case, with the case's GUID. What stands between two turns is the line break and the label,
  whatever the words look like. `own_form` writes and reads all that, and says whether a text is in this form at all,
  whoever wrote the file last. Of an answer the label is its person's. There are no selections without a code or a note:
  other tools show every selection as something that somebody wrote there.
- Selections with codings have no name; one coding each, so that tools which take the coder from the selection have the
  right one. A coding whose words speak against its code refers to the note with the GUID `guids.AGAINST`.
- A code's `Description` is its definition, then `Include: `, `Exclude: `, `Example: `, `Safeguarding: ` and `State: `
  (only `retired`), with a blank line between; so is a source's (`Title: `, `Kind: `, `Recording: `), a variable's
  (the question; `Kind: `, `Choices: `, one a line), a case's (`Kind: `) and a set's (the statement; `State: `).
  `headed` writes them and takes them apart, whatever the texts hold.
- A memo is a note named by its kind and number (`memo 3`, `note 4`, `journal 5`), referred to by what it is about: the
  project, a source, a code, a coding, a set (`MemberNote`). Cases have no place for notes: a link leads from the note to
  the case. A note on a passage is referred to by a selection of its own, and a link leads from it to that selection,
  since some tools look for links only. Between documents, a link named `beside` leads from what lies beside to the other.
- A person is a case; `SourceRef` names the documents in which they speak, `VariableValue` what is known of them.
- GUIDs are the rows' own, or what another tool called the row before; the same in every export.
"""

ORIGIN = "Workbench"
"""How `Project@origin` begins in files that we wrote; the version follows."""
