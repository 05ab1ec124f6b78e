import { TrialContext, TrialHandlers } from './definition';

const FILE = 'trial-summary.md';

export const writeSummary: TrialHandlers['write_summary'] = async context => {
  await context.artifacts.add({
    name: FILE,
    contentType: 'text/markdown',
    content: toMarkdown(context),
  });
  context.logger.info(`Wrote ${FILE}`);
  return { file: FILE };
};

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
