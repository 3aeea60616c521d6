"""Bytes bent at random: some are changed, some go, some come in between."""


def bent(rng, whole, times, pieces, cut=4):
    """`times`: how many changes, one of these; `pieces`: what may come in; `cut`: above the bytes that go at once."""
    text = bytearray(whole)
    for _ in range(rng.choice(times)):
        at = rng.randrange(len(text))
        action = rng.randrange(4)
        if action == 0:
            text[at] = rng.randrange(256)
        elif action == 1:
            text[at:at] = rng.choice(pieces)
        elif action == 2:
            del text[at:at + rng.randrange(1, cut)]
        else:
            text[at:at] = text[rng.randrange(len(text)):][:20]
        text = text or bytearray(b' ')
    return bytes(text)
