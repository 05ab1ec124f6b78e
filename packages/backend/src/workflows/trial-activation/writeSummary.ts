import { StepReport } from 'backstage-plugin-workflow-runs-node';
import { USUAL_CHECKS } from './checkHealth';
import { TrialContext, TrialHandlers } from './definition';

const FILE = 'trial-summary.md';

export const writeSummary: TrialHandlers['write_summary'] = async context => {
  await context.artifacts.add({
    name: FILE,
    contentType: 'text/markdown',
    content: toMarkdown(context),
  });
  context.logger.info(`Wrote ${FILE}`);
  context.report(reportOn(context));
  return { file: FILE };
};

/** What has come of the trial: a customer who has seen it, soon, and with how many colleagues. */
function reportOn({ outputs }: TrialContext): StepReport {
  const { check_health: health, set_quota: quota } = outputs;
  const hasSignedIn = Boolean(outputs.first_sign_in);
  return {
    // An account that nobody uses is half of a trial.
    effectiveness: hasSignedIn ? 1 : 0.5,
    experience: health ? Math.min(1, USUAL_CHECKS / health.checks) : undefined,
    details: { signedIn: hasSignedIn, checks: health?.checks ?? null },
    businessIndicators: [
      {
        name: 'Seats on trial',
        before: 0,
        after: quota?.seats ?? null,
        unit: 'seats',
      },
    ],
  };
}

function toMarkdown({ runId, input, outputs }: TrialContext): string {
  const { set_quota: quota, approve_trial: approval } = outputs;
  const rows = {
    Contact: `${input.contactName} <${input.contactEmail}>`,
    Plan: input.plan,
    Seats: quota?.seats,
    'Requests per day': quota?.requestsPerDay,
    Account: outputs.create_account?.id,
    Agent: outputs.deploy_agent?.id,
    Subscription: outputs.start_subscription?.id,
    'Ends at': outputs.activate_trial?.endsAt,
    'Approved by': approval?.decidedBy,
    // The wait completes with nothing where nobody came.
    'Signed in': outputs.first_sign_in ? 'yes' : 'not yet',
  };
  return `${[
    `# Trial of ${input.company}`,
    '',
    `Run ${runId}`,
    '',
    '| | |',
    '| --- | --- |',
    ...Object.entries(rows).map(
      ([name, value]) => `| ${name} | ${value ?? '–'} |`,
    ),
  ].join('\n')}\n`;
}
