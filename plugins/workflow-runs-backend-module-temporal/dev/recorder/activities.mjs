import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApplicationFailure,
  cancellationSignal,
  Context,
} from '@temporalio/activity';

export async function greet(name) {
  await sleep(20);
  return `Hello ${name}`;
}

export async function failTimes(times) {
  const { attempt } = Context.current().info;
  if (attempt <= times) throw new Error(`Attempt ${attempt} did not work`);
  return 'worked';
}

export async function refuse() {
  throw ApplicationFailure.nonRetryable('The card was refused', 'PaymentError');
}

export async function breakDown() {
  throw ApplicationFailure.retryable('503 from the bank', 'BankError');
}

export async function hang() {
  const beating = setInterval(() => Context.current().heartbeat(), 100);
  try {
    await Promise.race([Context.current().cancelled, sleep(20_000)]);
  } finally {
    clearInterval(beating);
  }
}

export async function fallSilent() {
  await sleep(20_000, undefined, { signal: cancellationSignal() }).catch(
    () => undefined,
  );
}

export async function beat() {
  for (let done = 1; done <= 15; done++) {
    Context.current().heartbeat({ done, total: 15, message: `Page ${done}` });
    await sleep(200);
  }
  return 'read';
}
