import { measureDeliveries } from './measureDeliveries';

it('attempts are counted by what has come of them, and only what has arrived has waited', () => {
  const webhookAttempts = { add: jest.fn() };
  const webhookLatency = { record: jest.fn() };
  const measure = measureDeliveries(
    { webhookAttempts, webhookLatency } as never,
    () => 5_000,
  );
  const attempt = (status: number | null, problem: string | null) =>
    measure({ status, problem } as never, 2_000);
  attempt(204, null);
  attempt(500, 'It answered 500');
  attempt(null, 'No answer within 10 s');

  expect(webhookAttempts.add.mock.calls).toEqual([
    [1, { outcome: 'delivered' }],
    [1, { outcome: 'refused' }],
    [1, { outcome: 'not_reached' }],
  ]);
  expect(webhookLatency.record.mock.calls).toEqual([[3]]);
});
