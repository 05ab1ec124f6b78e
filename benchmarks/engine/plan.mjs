/**
 * What is measured, and for how long. Of each load, all subjects are measured one right after the
 * other, because the machine is not the same machine a minute later.
 */
export const QUICK = {
  loads: [
    { steps: 10, inFlight: 1 },
    { steps: 10, inFlight: 8 },
    { steps: 10, inFlight: 64 },
  ],
  limits: [{ steps: 10, inFlight: 64 }],
  warmUpMs: 1_000,
  measureMs: 1_500,
  captureMs: 1_000,
  pickUps: 60,
  stepCosts: [10, 100, 1_000],
  waiting: { runs: 1_000, measureMs: 3_000 },
};

const STEPS = [1, 3, 10, 100, 1_000];
const IN_FLIGHT = [1, 8, 64];

export const FULL = {
  loads: STEPS.flatMap(steps =>
    IN_FLIGHT.map(inFlight => ({ steps, inFlight })),
  ),
  limits: [3, 10].flatMap(steps =>
    IN_FLIGHT.map(inFlight => ({ steps, inFlight })),
  ),
  warmUpMs: 1_500,
  measureMs: 3_000,
  captureMs: 2_500,
  pickUps: 400,
  stepCosts: [10, 100, 1_000, 10_000],
  waiting: { runs: 10_000, measureMs: 10_000 },
};

/** Who executes the loads, and where; the first is what the others are compared with. */
export const SUBJECTS = [
  { subject: 'embedded', kind: 'postgres' },
  { subject: 'dbos', kind: 'postgres' },
  { subject: 'openworkflow', kind: 'postgres' },
  { subject: 'embedded', kind: 'sqlite' },
];
