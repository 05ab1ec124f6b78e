import { ApplicationFailure, Context, sleep } from '@temporalio/activity';
import { Night } from '../orders';

/** What an account has come to, according to its own books or the bank's. */
export interface Balance {
  account: string;
  cents: number;
}

export async function fetchLedger(
  _night: Night,
  account: string,
): Promise<Balance> {
  return { account, cents: centsOf(account) };
}

/** Banks send their books late now and then. */
export async function fetchStatement(
  night: Night,
  account: string,
): Promise<Balance> {
  const { attempt } = Context.current().info;
  await sleep(night.fetchMs ?? 20);
  if (attempt <= (night.lateAccounts?.[account] ?? 0)) {
    throw ApplicationFailure.create({
      message: `The bank has no statement of ${account} for ${night.day} yet`,
      type: 'StatementMissing',
    });
  }
  const isWrong = night.wrongAccounts?.includes(account) ?? false;
  return { account, cents: centsOf(account) + (isWrong ? 100 : 0) };
}

export async function compareBalances(
  ledger: Balance,
  statement: Balance,
): Promise<string[]> {
  const cents = statement.cents - ledger.cents;
  return cents === 0 ? [] : [`${ledger.account}: ${cents} cents`];
}

export async function publishReport(
  night: Night,
  differences: string[],
): Promise<void> {
  if (differences.length === 0) return;
  throw ApplicationFailure.nonRetryable(
    `The books of ${night.day} do not add up: ${differences.join(', ')}`,
    'BooksDiffer',
    { differences },
  );
}

function centsOf(account: string) {
  return account.length * 1_000;
}
