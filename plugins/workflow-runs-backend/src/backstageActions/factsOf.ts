import { counted, time } from '../exports/wording';
import type { Explained } from './explanationSchema';

type Told = Omit<Explained, 'facts' | 'cut'>;
type Fact = Explained['facts'][number];

/** What can be said of a run, each with where it shows: whoever passes it on can prove it. */
export function factsOf(told: Told): Fact[] {
  return [
    ...failureFacts(told),
    ...cancellationFacts(told),
    ...rollbackFacts(told),
    ...groupFacts(told),
    ...lastGoodFacts(told),
    ...standingFacts(told),
  ];
}

function failureFacts({ failure }: Told): Fact[] {
  if (!failure) return [];
  const { step, stepName, category, code, message } = failure;
  const where = step === null ? 'It' : `Step ${step} (“${stepName ?? step}”)`;
  const kind = code === null ? category : `${category} (${code})`;
  return [
    {
      fact: `${where} failed for good with ${kind}: ${message}`,
      evidence: 'failure',
    },
    { fact: triesOf(failure), evidence: 'attempts' },
    ...skippedFacts(failure.skippedSteps),
  ];
}

function triesOf({
  attempts,
  expectedRetries,
  unexpectedRetries,
}: NonNullable<Told['failure']>): string {
  if (attempts === 1) return 'It was tried once';
  return `It was tried ${attempts} times: ${expectedRetries} of the retries were by its policy, ${unexpectedRetries} beyond it`;
}

function cancellationFacts({ cancellation }: Told): Fact[] {
  if (!cancellation) return [];
  const { actor, reason, skippedSteps } = cancellation;
  const why = reason === null ? 'without a reason' : `because: ${reason}`;
  return [
    {
      fact: `${actor ?? 'Somebody who is not on record'} canceled it ${why}`,
      evidence: 'cancellation',
    },
    ...skippedFacts(skippedSteps),
  ];
}

function skippedFacts(skipped: number): Fact[] {
  if (skipped === 0) return [];
  return [
    {
      fact: `${counted(skipped, 'step')} did not run because of that`,
      evidence: 'get-run: steps',
    },
  ];
}

function rollbackFacts({ rolledBackSteps, run }: Told): Fact[] {
  const rolledBack: Fact = {
    fact: `What ${counted(rolledBackSteps, 'step')} had done was rolled back`,
    evidence: 'get-run: steps',
  };
  const leftBehind: Fact = {
    fact: 'What it did could not all be rolled back: somebody has to see to it',
    evidence: 'run.needsIntervention',
  };
  return [
    ...(rolledBackSteps === 0 ? [] : [rolledBack]),
    ...(run.needsIntervention ? [leftBehind] : []),
  ];
}

function groupFacts({ failureGroup: group }: Told): Fact[] {
  if (!group) return [];
  const evidence = 'failureGroup';
  const runs = `${group.areMoreRuns ? 'At least ' : ''}${counted(
    group.runs,
    'run',
  )}`;
  const others: Fact =
    group.runs === 1
      ? { fact: 'No other run that you may see has failed so', evidence }
      : {
          fact: `${runs} have failed so, the first on ${time(
            group.firstSeen,
          )}, the last on ${time(group.lastSeen)}; ${
            group.failedNow
          } of them are failed now`,
          evidence,
        };
  if (group.runbook === null) return [others];
  return [
    others,
    { fact: `A runbook says what to do: ${group.runbook}`, evidence },
  ];
}

function lastGoodFacts({ failure, lastGood, differences }: Told): Fact[] {
  if (!failure) return [];
  if (!lastGood || !differences) {
    return [
      {
        fact: 'No run of the workflow that you may see went well before it',
        evidence: 'lastGood',
      },
    ];
  }
  const places = (side: string) =>
    differences.filter(each => each.in === side).map(({ place }) => place);
  const version = differences.some(each => each.in === 'version');
  const inputs = places('input');
  return [
    {
      fact: `The last run that went well before is ${lastGood.runId}${
        version
          ? `, of another version (${lastGood.version})`
          : ', of the same version'
      }; ${
        inputs.length === 0
          ? 'no difference in their input is known'
          : `their input differs in ${inputs
              .map(place => place || 'all of it')
              .join(', ')}`
      }`,
      evidence: 'lastGood, differences',
    },
  ];
}

function standingFacts({ run }: Told): Fact[] {
  if (run.blockedReason === null || run.completedAt !== null) return [];
  return [
    {
      fact: `It does not go on: ${run.blockedReason}`,
      evidence: 'run.blockedReason',
    },
  ];
}
