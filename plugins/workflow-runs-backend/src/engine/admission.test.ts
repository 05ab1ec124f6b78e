import {
  Admission,
  areShared,
  backfillLimit,
  HeldCount,
  LimitedRun,
  RunLimits,
} from './admission';

const run: LimitedRun = { workflowId: 'w', tenantId: 't', isBackfill: false };
const backfill: LimitedRun = { ...run, isBackfill: true };
const held = (count: number, of: Partial<LimitedRun> = {}): HeldCount => ({
  ...run,
  ...of,
  count,
});
const NOTHING = { runs: 0, backfills: 0 };

describe('backfillLimit', () => {
  it.each([
    [100, 0.5, 50],
    [5, 0.5, 2],
    [1, 0.5, 1],
    [10, 0.01, 1],
    [10, 1, 10],
  ])('of %d, share %d: %d', (limit, share, expected) => {
    expect(backfillLimit(limit, share)).toBe(expected);
  });
});

describe('areShared', () => {
  it.each<[Partial<RunLimits>, boolean]>([
    [{}, false],
    [{ runsPerWorkflow: 1 }, true],
    [{ runsPerTenant: 1 }, true],
  ])('%p: %p', (limits, expected) => {
    expect(
      areShared({ runsPerBackend: 1, backfillShare: 0.5, ...limits }),
    ).toBe(expected);
  });
});

describe('Admission', () => {
  const LIMITS: RunLimits = {
    runsPerBackend: 10,
    runsPerWorkflow: 4,
    runsPerTenant: 6,
    backfillShare: 0.5,
  };
  const cases: [
    name: string,
    of: LimitedRun,
    before: { held?: HeldCount[]; here?: typeof NOTHING; limits?: RunLimits },
    room: number,
    refusal: string | undefined,
  ][] = [
    ['nothing is held', run, {}, 4, undefined],
    ['a backfill, nothing is held', backfill, {}, 2, undefined],
    ['its workflow is full', run, { held: [held(4)] }, 0, 'workflow'],
    [
      'another workflow is full',
      run,
      { held: [held(4, { workflowId: 'v', tenantId: 's' })] },
      4,
      undefined,
    ],
    [
      'its tenant is full',
      run,
      { held: [held(4, { workflowId: 'v' }), held(2, { workflowId: 'u' })] },
      0,
      'tenant',
    ],
    [
      'the tenant has room for less than the workflow',
      run,
      { held: [held(3, { workflowId: 'v' })] },
      3,
      undefined,
    ],
    [
      'the backend is full',
      run,
      { here: { runs: 10, backfills: 0 } },
      0,
      'backend',
    ],
    [
      'backfills have their share of the workflow',
      backfill,
      { held: [held(2, { isBackfill: true })] },
      0,
      'backfill',
    ],
    [
      'they have, and it is none',
      run,
      { held: [held(2, { isBackfill: true })] },
      2,
      undefined,
    ],
    [
      'backfills have their share of the backend',
      backfill,
      { here: { runs: 5, backfills: 5 } },
      0,
      'backfill',
    ],
    [
      'more is held than the limit allows',
      run,
      { held: [held(9)] },
      -5,
      'workflow',
    ],
    [
      'only the backend has a limit',
      run,
      { held: [held(99)], limits: { runsPerBackend: 10, backfillShare: 1 } },
      10,
      undefined,
    ],
  ];
  it.each(cases)(
    '%s',
    (
      _,
      of,
      { held: counts = [], here = NOTHING, limits = LIMITS },
      room,
      refusal,
    ) => {
      const admission = new Admission(limits, counts, here);
      expect(admission.room(of)).toBe(room);
      expect(admission.refusal(of)).toBe(refusal);
    },
  );

  it('counts what it admits', () => {
    const admission = new Admission(LIMITS, [held(2)], {
      runs: 2,
      backfills: 0,
    });
    admission.add(backfill);
    expect([admission.room(run), admission.room(backfill)]).toEqual([1, 1]);
    admission.add(backfill);
    expect(admission.refusal(run)).toBe('workflow');
    expect(admission.room({ ...run, workflowId: 'v' })).toBe(2);
  });

  it('takes several backends together where it is asked of all', () => {
    const admission = new Admission(LIMITS, [], { runs: 29, backfills: 0 }, 3);
    expect(admission.room({ ...run, workflowId: 'v' })).toBe(1);
  });
});
