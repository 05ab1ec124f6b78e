/** When the gallery is: a while after the runs of the builders have started, in epoch milliseconds. */
export const NOW = Date.UTC(2026, 10, 20, 14, 32, 35);

let now = NOW;

/**
 * Lets the clock of this window stand still, so that a state looks the same whenever somebody looks.
 * Timers go on.
 */
export function freezeClock() {
  window.Date = class extends Date {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [now] : given) as [number]));
    }

    static now() {
      return now;
    }
  } as DateConstructor;
}

/** Lets time pass at once. */
export function passTime(ms: number) {
  now += ms;
}

/** Sets the clock back, for the next state. */
export function resetClock() {
  now = NOW;
}
