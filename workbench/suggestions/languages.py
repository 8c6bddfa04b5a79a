"""Languages: whether a passage reads as English, told by its small words and its letters.

The models here learned English; what they make of other languages is noise that looks like an answer. A passage counts
as another language only where something speaks for that: most of its letters are of another alphabet, or it is long
enough to be told and its small words are another language's. What is too short to be told is taken as its document says.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FEWEST = 5
"""A passage of fewer words is too short to be told by its small words."""
FOREIGN = 0.12
"""So many of its words, at least, are small words of one other language or have letters that English has not, and more
of them than are small words of English."""
STRANGE = 25
"""A passage of so many words without any small word of English is no English that people speak or write."""
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+@\S+")

_ENGLISH = """
    a about after all also am an and any are as at be because been but by can could did do does doing don't for from get
    got had has have having he her here him his how i i'm if in into is it it's its just like me more most much my no not
    of on one only or other our out over she so some such than that the their them then there these they this those to
    too up us very was we were what when where which while who why will with would you your
"""
_OTHERS = {
    "French": """le la les des une du est et dans que qui pas pour avec sur plus ce cette ces je tu il elle nous vous ils
        elles mais ou où donc très tout tous c'est j'ai aux leur sont être fait même comme sans ont était d'une au""",
    "Spanish": """el la los las un una de del que y en es por para con no se lo su al más pero sus le ya como muy sin sobre
        también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros está son era fue mi porque""",
    "Portuguese": """o os uma um de da do das dos que e em é por para com não se na no mais mas como foi ao ele ela seu sua
        ou ser quando muito há nos já está eu também só pelo pela até isso entre depois sem mesmo aos""",
    "Italian": """il lo la gli le un una di del della dei che e è in per con non si da sono più ma come anche ho ha questo
        questa alla al nel nella ci mi perché quando molto tutti essere stato era dal sul loro""",
    "Romanian": """și de la în un o nu este cu pe care din mai sunt pentru că se au ca am fost ce dar foarte al ale lui mi
        după sau avea când fi acest această unde""",
    "German": """der die das und ist nicht ein eine einen den dem zu mit auf für von im ich sie er wir ihr es sich auch an
        dass daß bei aus nach noch nur oder aber wie wenn war sind haben hat kann sehr mein man über so am zum zur""",
    "Dutch": """de het een en van ik te dat die niet zijn is was op aan met als voor had er maar om hem dan zou wat mijn dit
        zo door over ze bij ook tot je uit der daar naar heb hoe heeft hebben deze nog geen omdat""",
    "Scandinavian": """och att det är som en på för med den har inte ett om jag de så var av till han men vi kan när från
        og ikke er av til jeg du med på for som en et den har vi men også kan eller være""",
    "Polish": """i w na się nie z że do jest to o jak ale po co tak za od czy by ten tylko już dla przez był może są ja mnie
        mi go jego jej ich bardzo który która które być ma przy nas gdy""",
    "Czech": """a se v na je že s z do o k i to jak ale po za by si tak pro jsem jako co jsou není od už byl bylo když nebo
        jen který která velmi může být""",
    "Lithuanian": """ir yra kad tai į su iš ne bet kaip buvo ar per tik jau dėl nuo po mano jis ji mes aš labai apie ką""",
    "Turkish": """ve bir bu da de için çok ne ile gibi daha ben mi var ama en kadar olarak sonra değil olan o şey her ya
        diye ki ise bana benim bizim yok""",
    "Hungarian": """a az és nem hogy is egy ez van de meg csak már ha volt mint el ki még nagyon vagy sem azt itt lesz""",
    "Welsh": """y yr a yn i o mae ar fy ei ac am wedi gan ni chi hi nid oes bod sydd eu dim hefyd fel eich gyda""",
    "Albanian": """dhe në të e i një që për me nuk është ka nga por si më jam ne ju shumë kjo ky ishte duke kur""",
    "Somali": """waa iyo ka ku oo in ay la u waxaa uu ma aan si laakiin waxay kale wax inuu badan""",
    "Indonesian": """yang dan di itu dengan untuk tidak ini dari dalam akan pada saya juga ke ada kami bisa karena adalah""",
}


@lru_cache(maxsize=1)
def _small_words() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """The small words of English, and of others those that are none in English."""
    english = frozenset(re.split(r"[\s']+", _ENGLISH.strip()))
    others = {
        name: frozenset(word for word in _WORD.findall(words) if len(word) > 1) for name, words in _OTHERS.items()
    }
    return english, {name: words - english for name, words in others.items()}


def reads_as_english(text: str) -> bool:
    """Whether a passage may be read as English; True where that cannot be told."""
    letters = [letter for letter in text if letter.isalpha()] if not text.isascii() else []
    if letters and 2 * sum(_is_latin(letter) for letter in letters) < len(letters):
        return False
    if "@" in text or "www." in text or "://" in text:
        text = _ADDRESS.sub(" ", text)
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < FEWEST:
        return True
    english, others = _small_words()
    ours = sum(word in english for word in words)
    if 4 * ours >= len(words):
        return True
    theirs = max((_told_by(words, small) for small in others.values()), default=0)
    if theirs > ours and theirs >= FOREIGN * len(words):
        return False
    return ours > 0 or len(words) < STRANGE


def _told_by(words: list[str], small: frozenset[str]) -> int:
    """How many words speak for one language; none where it is the same one again and again."""
    found = [word for word in words if word in small or not word.isascii()]
    return len(found) if len(set(found)) > 1 else 0


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER"))
