import { driversOf, Narrowing } from './driver';

const many = (count: number) =>
  Array.from({ length: count }, (_, i) => `w${i}`);

describe('the index that a list goes by', () => {
  const cases: [string, Narrowing, 'time' | 'duration', string, number][] = [
    ['of all runs', {}, 'time', '', 1],
    ['in a status', { status: ['failed', 'running'] }, 'time', 'status', 2],
    ['of workflows', { workflow_id: ['a', 'b'] }, 'time', 'workflow_id', 2],
    [
      'of workflows in a status',
      { workflow_id: ['a', 'b'], status: ['failed', 'queued'] },
      'time',
      'workflow_id status',
      4,
    ],
    [
      'of so many workflows that each status of each is too much',
      { workflow_id: many(150), status: many(3) },
      'time',
      'workflow_id',
      150,
    ],
    [
      'of too many workflows in a status',
      { workflow_id: many(401), status: ['failed'] },
      'time',
      'status',
      1,
    ],
    ['of too many workflows', { workflow_id: many(401) }, 'time', '', 1],
    [
      'of a business event, whatever else is known',
      { business_event_id: ['x'], workflow_id: ['a'], status: ['failed'] },
      'time',
      'business_event_id',
      1,
    ],
    [
      'of those with a tag',
      { tag: ['x', 'y'], status: ['failed'] },
      'time',
      'tag',
      2,
    ],
    [
      'of workflows that have failed with something',
      { workflow_id: ['a', 'b'], error_code: ['x'], status: ['failed'] },
      'time',
      'workflow_id error_code',
      2,
    ],
    [
      'of workflows that have failed somehow',
      { workflow_id: ['a'], error_category: ['bug', 'timeout'] },
      'time',
      'workflow_id error_category',
      2,
    ],
    [
      'of those that are late',
      { sla_status: ['at_risk', 'breached'] },
      'time',
      'sla_status',
      2,
    ],
    [
      'of nothing, where a column can hold nothing',
      { tag: [], status: ['failed'] },
      'time',
      'tag',
      0,
    ],
    ['by duration', { status: ['failed'] }, 'duration', '', 1],
    [
      'of workflows by duration',
      { workflow_id: ['a'], status: ['failed'] },
      'duration',
      'workflow_id',
      1,
    ],
  ];

  it.each(cases)('%s', (_, narrowing, order, columns, walks) => {
    const [driver] = driversOf(narrowing, order);

    expect(driver.columns.join(' ')).toBe(columns);
    expect(driver.prefixes).toHaveLength(walks);
  });

  it('is walked once for each combination of values', () => {
    const [driver] = driversOf(
      { workflow_id: ['a', 'b'], status: ['c', 'd'] },
      'time',
    );

    expect(driver).toEqual({
      columns: ['workflow_id', 'status'],
      prefixes: [
        ['a', 'c'],
        ['a', 'd'],
        ['b', 'c'],
        ['b', 'd'],
      ],
    });
  });

  it('is one of a few that are tried, and none of them a part of another', () => {
    const drivers = driversOf(
      {
        tag: ['x'],
        started_by: ['u'],
        workflow_id: ['a'],
        status: ['failed'],
        environment: ['prod'],
      },
      'time',
    );

    expect(drivers.map(({ columns }) => columns.join(' '))).toEqual([
      'tag',
      'started_by',
      'workflow_id status',
    ]);
    expect(driversOf({ status: ['failed'] }, 'time')).toHaveLength(1);
  });
});
