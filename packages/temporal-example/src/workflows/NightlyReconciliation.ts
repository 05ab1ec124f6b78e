import {
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type * as activities from '../activities';
import { Night } from '../orders';

const { fetchLedger, fetchStatement } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500ms', maximumAttempts: 6 },
});

const { publishReport } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 1 },
});

const { compareBalances } = proxyLocalActivities<typeof activities>({
  startToCloseTimeout: '5s',
});

/** Compares the books of a day with those of the bank, some accounts at a time. */
export async function NightlyReconciliation(
  night: Night,
): Promise<{ day: string; differences: number }> {
  const now = night.accounts.slice(0, night.batch);
  const later = night.accounts.slice(night.batch);
  const found = await Promise.all(now.map(account => compare(night, account)));
  const differences = [...(night.differences ?? []), ...found.flat()];
  if (later.length > 0) {
    await continueAsNew<typeof NightlyReconciliation>({
      ...night,
      accounts: later,
      differences,
    });
  }
  await publishReport(night, differences);
  return { day: night.day, differences: differences.length };
}

async function compare(night: Night, account: string) {
  const [ledger, statement] = await Promise.all([
    fetchLedger(night, account),
    fetchStatement(night, account),
  ]);
  return compareBalances(ledger, statement);
}
