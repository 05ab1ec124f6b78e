import type { PrivacyPolicy } from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../../cli/CommandContext';
import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { editObject } from '../../input/editObject';
import { jsonOptions, readObject } from '../../input/readInput';
import { showObject } from '../../output/showObject';
import { changing, onceOptions, showing } from '../kinds';
import { runArgument } from '../runs/runArgument';

const policyArgument = { policy: { summary: 'id of the policy' } } as const;

export const listPoliciesCommand = showing({
  path: ['policies', 'list'],
  summary: 'List what is taken out of runs before they are stored',
  examples: [
    { line: 'policies list', summary: 'In the order in which they apply' },
  ],
  route: 'listPrivacyPolicies',
  input: () => ({}),
  ids: ({ items }) => items.map(({ id }) => id),
  text: ({ items }, { output }) =>
    output.table(
      items,
      [
        { title: 'ID', value: each => each.id, priority: 0 },
        { title: 'NAME', value: each => each.name, shrinkTo: 10 },
        {
          title: 'OF',
          value: each => each.workflow ?? each.tenantId ?? 'all',
          priority: 2,
        },
        {
          title: 'ENABLED',
          value: each => (each.enabled ? 'yes' : 'no'),
          priority: 3,
        },
        { title: 'RULES', value: each => each.rules.length, align: 'right' },
        { title: 'FROM', value: each => each.origin, priority: 4 },
      ],
      { empty: 'Only what detectors find is taken out.' },
    ),
});

export const showPolicyCommand = defineCommand({
  path: ['policies', 'show'],
  summary: 'Show a privacy policy',
  arguments: policyArgument,
  examples: [{ line: 'policies show pol_01J9…', summary: 'Its rules' }],
  routes: ['listPrivacyPolicies'],
  async run({ args, call, output }) {
    const policy = await policyOf(args.policy, call);
    await output.answer(policy, {
      ids: ({ id }) => [id],
      text: said => showObject(output, said),
    });
  },
});

export const createPolicyCommand = changing({
  path: ['policies', 'create'],
  summary: 'Take more out of runs, or treat it differently',
  options: jsonOptions,
  examples: [
    {
      line: `policies create --set name=Wages --set 'rules=[{"path": "$.wage", "treatment": "redact"}]'`,
      summary: 'A field of all workflows',
    },
  ],
  route: 'createPrivacyPolicy',
  input: async ({ options, surroundings }) => ({
    body: (await readObject(options, surroundings)) as never,
  }),
  said: ({ id, name }) => `${id} applies as '${name}'`,
  id: ({ id }) => id,
});

export const editPolicyCommand = defineCommand({
  path: ['policies', 'edit'],
  summary: 'Change a privacy policy',
  arguments: policyArgument,
  options: { ...jsonOptions, ...onceOptions },
  examples: [
    {
      line: 'policies edit pol_01J9… --set enabled=false',
      summary: 'Turn it off',
    },
  ],
  routes: ['listPrivacyPolicies', 'changePrivacyPolicy'],
  async run(context) {
    const { args, options, call, output } = context;
    const policy = await policyOf(args.policy, call);
    const body = await editObject('changePrivacyPolicy', policy, context);
    const changed = await call(
      'changePrivacyPolicy',
      { params: { policyId: args.policy }, body },
      { idempotencyKey: options.key },
    );
    await output.answer(changed, { text: said => showObject(output, said) });
  },
});

export const deletePolicyCommand = changing({
  path: ['policies', 'delete'],
  summary: 'Delete a privacy policy; what it has taken out stays out',
  arguments: policyArgument,
  examples: [
    { line: 'policies delete pol_01J9…', summary: 'For runs from now on' },
  ],
  route: 'deletePrivacyPolicy',
  input: ({ args }) => ({ params: { policyId: args.policy } }),
  said: (_, { args }) => `${args.policy} is deleted`,
});

export const previewPolicyCommand = showing({
  path: ['policies', 'preview'],
  summary: 'Show what a policy would do to some runs, as they are stored',
  arguments: {
    runs: { summary: 'ids of up to five runs', variadic: true },
  },
  options: jsonOptions,
  examples: [
    {
      line: 'policies preview run_01J9… --file policy.json',
      summary: 'Before it is saved',
    },
  ],
  route: 'previewPrivacyPolicy',
  input: async ({ args, options, surroundings }) => ({
    body: {
      policy: (await readObject(options, surroundings)) as never,
      runIds: args.runs,
    },
  }),
  text: ({ items }, { output }) =>
    output.table(
      items.flatMap(({ runId, findings }) =>
        findings.map(finding => ({ runId, ...finding })),
      ),
      [
        { title: 'RUN', value: each => each.runId, priority: 4 },
        { title: 'IN', value: each => each.stepKey ?? each.place },
        { title: 'AT', value: each => each.path, priority: 0 },
        { title: 'TREATMENT', value: each => each.treatment },
        { title: 'WAS', value: each => each.text, priority: 2, shrinkTo: 10 },
      ],
      { empty: 'It would take nothing out.' },
    ),
});

export const revealCommand = showing({
  path: ['reveal'],
  summary: 'See a value that a run holds tokenized; it is audited',
  arguments: {
    ...runArgument,
    token: { summary: 'the last part of [token:<kind>:<id>]' },
  },
  options: {
    reason: {
      type: 'text',
      short: 'r',
      required: true,
      summary: 'why; the audit trail keeps it',
    },
  },
  examples: [
    {
      line: 'reveal run_01J9… 4f1c… --reason "the customer asks where it went"',
      summary: 'One value',
    },
  ],
  route: 'revealValue',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    body: { token: args.token, reason: options.reason },
  }),
  text: ({ value }, { output }) =>
    output.text(
      typeof value === 'string' ? value : JSON.stringify(value, null, 2),
    ),
});

/** @throws CliError where there is none */
async function policyOf(
  id: string,
  call: CommandContext['call'],
): Promise<PrivacyPolicy> {
  const { items } = await call('listPrivacyPolicies', {});
  const found = items.find(policy => policy.id === id);
  if (found) return found;
  throw new CliError(`There is no policy '${id}'`, {
    exitCode: exitCodes.notFound,
  });
}
