import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { editObject } from '../../input/editObject';
import { jsonOptions, readObject } from '../../input/readInput';
import { formatAge } from '../../output/format';
import { showObject } from '../../output/showObject';
import { changing, listing, onceOptions, pageOptions, showing } from '../kinds';

const ruleArgument = { rule: { summary: 'id of the rule' } } as const;
const RULE =
  '{"name": "Sync fails", "kind": "failure_rate", "scope": {"workflows": ["embedded/data_sync"]}, "threshold": 20, "windowMs": 3600000}';

export const listAlertsCommand = listing({
  path: ['alerts', 'list'],
  summary: 'List alert rules with where they stand: those that fire go first',
  examples: [{ line: 'alerts list', summary: 'What is watched' }],
  route: 'listAlertRules',
  input: () => ({}),
  id: ({ id }) => id,
  empty: 'There are none.',
  columns: (output, now) => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'NAME', value: each => each.name, shrinkTo: 10 },
    {
      title: 'STATUS',
      value: each => each.state.status,
      colour: text => output.status(text),
    },
    {
      title: 'SINCE',
      value: each => formatAge(each.state.since, now),
      priority: 2,
    },
    {
      title: 'VALUE',
      value: each => each.state.value,
      align: 'right',
      priority: 2,
    },
    {
      title: 'ABOVE',
      value: each => each.threshold,
      align: 'right',
      priority: 3,
    },
    { title: 'KIND', value: each => each.kind, priority: 4 },
    { title: 'SEVERITY', value: each => each.severity, priority: 5 },
  ],
});

export const firingAlertsCommand = listing({
  path: ['alerts', 'firing'],
  summary: 'List rules that fire, of those whose workflows you may see',
  examples: [{ line: 'alerts firing', summary: 'What is wrong now' }],
  route: 'listFiringAlerts',
  input: () => ({}),
  id: ({ id }) => id,
  empty: 'None fires.',
  columns: (_, now) => [
    { title: 'ID', value: each => each.id, priority: 2 },
    { title: 'NAME', value: each => each.name, priority: 0 },
    { title: 'SEVERITY', value: each => each.severity },
    { title: 'SINCE', value: each => formatAge(each.since, now) },
    {
      title: 'RUNBOOK',
      value: each => each.runbookUrl,
      priority: 3,
      shrinkTo: 12,
    },
  ],
});

export const showAlertCommand = showing({
  path: ['alerts', 'show'],
  summary: 'Show an alert rule with where it stands',
  arguments: ruleArgument,
  examples: [
    { line: 'alerts show alert_01J9…', summary: 'Since when it fires' },
  ],
  route: 'getAlertRule',
  input: ({ args }) => ({ params: { alertRuleId: args.rule } }),
  ids: ({ id }) => [id],
});

export const createAlertCommand = changing({
  path: ['alerts', 'create'],
  summary: 'Make an alert rule, over the runs that you may see',
  options: jsonOptions,
  examples: [
    {
      line: `alerts create --file - <<< '${RULE}'`,
      summary: 'When a fifth of the runs of an hour fail',
    },
  ],
  route: 'createAlertRule',
  input: async ({ options, surroundings }) => ({
    body: (await readObject(options, surroundings)) as never,
  }),
  said: ({ id, name }) => `${id} watches as '${name}'`,
  id: ({ id }) => id,
});

export const previewAlertCommand = showing({
  path: ['alerts', 'preview'],
  summary: 'Show what a rule would have done in the last seven days',
  options: jsonOptions,
  examples: [
    {
      line: 'alerts preview --file rule.json',
      summary: 'How often it would have fired',
    },
  ],
  route: 'previewAlertRule',
  input: async ({ options, surroundings }) => ({
    body: (await readObject(options, surroundings)) as never,
  }),
  text: ({ episodes, from, to }, { output }) => {
    output.note(`${from} to ${to}`);
    return output.table(
      episodes,
      [
        { title: 'FIRED', value: each => each.firedAt, priority: 0 },
        { title: 'UNTIL', value: each => each.resolvedAt ?? 'now' },
        { title: 'VALUE', value: each => each.value, align: 'right' },
      ],
      { empty: 'It would not have fired.' },
    );
  },
});

export const editAlertCommand = defineCommand({
  path: ['alerts', 'edit'],
  summary: 'Change an alert rule; what fires ends',
  arguments: ruleArgument,
  options: { ...jsonOptions, ...onceOptions },
  examples: [
    {
      line: 'alerts edit alert_01J9… --set threshold=30',
      summary: 'Let it bear more',
    },
  ],
  routes: ['getAlertRule', 'changeAlertRule'],
  async run(context) {
    const { args, options, call, output } = context;
    const params = { alertRuleId: args.rule };
    const { windowMs, ...rule } = await call('getAlertRule', { params });
    // Kinds that have no window want none said.
    const current = { ...rule, windowMs: windowMs ?? undefined };
    const body = await editObject('changeAlertRule', current, context);
    const changed = await call(
      'changeAlertRule',
      { params, body },
      { idempotencyKey: options.key },
    );
    await output.answer(changed, { text: said => showObject(output, said) });
  },
});

export const deleteAlertCommand = changing({
  path: ['alerts', 'delete'],
  summary: 'Delete an alert rule with its history',
  arguments: ruleArgument,
  examples: [
    { line: 'alerts delete alert_01J9…', summary: 'It watches no more' },
  ],
  route: 'deleteAlertRule',
  input: ({ args }) => ({ params: { alertRuleId: args.rule } }),
  said: (_, { args }) => `${args.rule} is deleted`,
});

export const snoozeAlertCommand = changing({
  path: ['alerts', 'snooze'],
  summary: 'Have a rule tell nobody for a while, or tell them again',
  arguments: ruleArgument,
  options: {
    for: { type: 'duration', summary: 'how long, up to 30d' },
    end: { type: 'flag', summary: 'tell them again from now on' },
  },
  examples: [
    { line: 'alerts snooze alert_01J9… --for 2h', summary: 'For two hours' },
    { line: 'alerts snooze alert_01J9… --end', summary: 'No longer' },
  ],
  route: 'snoozeAlertRule',
  input({ args, options }) {
    if (!options.for === !options.end) {
      throw new CliError('Say either --for or --end', {
        exitCode: exitCodes.usage,
      });
    }
    const until = options.for
      ? new Date(Date.now() + options.for).toISOString()
      : null;
    return { params: { alertRuleId: args.rule }, body: { until } };
  },
  said: ({ id, state }) =>
    state.snoozedUntil
      ? `${id} tells nobody until ${state.snoozedUntil}`
      : `${id} tells who is to be told`,
});

export const resolveAlertCommand = changing({
  path: ['alerts', 'resolve'],
  summary: 'Say that what fires is dealt with',
  arguments: ruleArgument,
  options: { note: { type: 'text', summary: 'what was done' } },
  examples: [
    {
      line: 'alerts resolve alert_01J9… --note "restarted"',
      summary: 'It fires again once it was ok',
    },
  ],
  route: 'resolveAlertRule',
  input: ({ args, options }) => ({
    params: { alertRuleId: args.rule },
    body: { note: options.note },
  }),
  said: ({ id, state }) => `${id} is ${state.status}`,
});

export const alertEpisodesCommand = listing({
  path: ['alerts', 'episodes'],
  summary: 'List when a rule fired, newest first',
  arguments: ruleArgument,
  options: pageOptions,
  examples: [
    {
      line: 'alerts episodes alert_01J9…',
      summary: 'Whether it fires too often',
    },
  ],
  route: 'listAlertEpisodes',
  input: ({ args, options }) => ({
    params: { alertRuleId: args.rule },
    query: { limit: options.limit, after: options.after },
  }),
  id: ({ id }) => id,
  empty: 'It has never fired.',
  columns: () => [
    { title: 'FIRED', value: each => each.firedAt, priority: 0 },
    { title: 'UNTIL', value: each => each.resolvedAt },
    { title: 'VALUE', value: each => each.value, align: 'right' },
    { title: 'WORST', value: each => each.worst, align: 'right', priority: 3 },
    {
      title: 'ENDED BY',
      value: each => each.resolvedBy ?? each.end,
      priority: 2,
    },
    { title: 'NOTE', value: each => each.note, priority: 4, shrinkTo: 8 },
  ],
});
