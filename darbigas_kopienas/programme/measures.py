"""By what a promise of the grant can be measured: the roof, which counts, says it in people's words."""

from darbigas_kopienas.rooms import Text, registered
from darbigas_kopienas.values import formats


def measure_words() -> list[tuple[str, Text]]:
    """(name, words), in the order of the words; asked anew each time, since rooms register when the portal starts."""
    words = [(name, text) for room in registered() for name, text in room.measures.items()]
    return sorted(words, key=lambda measure: formats.sort_key(str(measure[1])))
