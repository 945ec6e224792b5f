"""The control: arithmetic that stays in registers, so that nothing but a busy core can slow it."""

from sim.jit import jit


@jit
def spin(steps):
    state = steps
    for _ in range(steps):
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
    return state
