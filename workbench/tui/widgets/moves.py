"""The moves of a cursor through a transcript, and of an end of what is selected, by their keys."""

from __future__ import annotations

from workbench.tui.commands import Command


def _move(name: str, title: str, key: str, action: str) -> Command:
    """One move of the cursor, or of an end of the selection, as a command."""
    return Command(f"transcript.{name}", title, "", key, action=action, palette=False)


MOVES = (
    _move("next_line", "Next line", "down", "move('line', 1)"),
    _move("previous_line", "Previous line", "up", "move('line', -1)"),
    _move("next_character", "Next character", "right", "move('character', 1)"),
    _move("previous_character", "Previous character", "left", "move('character', -1)"),
    _move("next_page", "Next page", "pagedown", "move('page', 1)"),
    _move("previous_page", "Previous page", "pageup", "move('page', -1)"),
    _move("next_word", "Next word", "w", "move('word', 1)"),
    _move("previous_word", "Previous word", "b", "move('word', -1)"),
    _move("next_sentence", "Next sentence", "s", "move('sentence', 1)"),
    _move("previous_sentence", "Previous sentence", "S", "move('sentence', -1)"),
    _move("next_turn", "Next turn", "t", "move('turn', 1)"),
    _move("previous_turn", "Previous turn", "T", "move('turn', -1)"),
    _move("document_start", "Start of the document", "home,ctrl+home", "move('document', -1)"),
    _move("document_end", "End of the document", "end,ctrl+end", "move('document', 1)"),
    _move("end_back", "End one word back", "left_square_bracket", "edge('end', -1)"),
    _move("end_on", "End one word on", "right_square_bracket", "edge('end', 1)"),
    _move("start_back", "Start one word back", "comma", "edge('start', -1)"),
    _move("start_on", "Start one word on", "full_stop", "edge('start', 1)"),
)
