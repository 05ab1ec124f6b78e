import { basename } from 'node:path';
import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { formatBytes } from '../../output/format';
import { saveTo } from '../../output/saveTo';
import { withoutControls } from '../../output/withoutControls';
import { listing, showing } from '../kinds';
import { runArgument } from '../runs/runArgument';

const artifactArgument = {
  artifact: { summary: 'id or name of the artifact' },
} as const;

export const listArtifactsCommand = listing({
  path: ['artifacts', 'list'],
  summary: 'List the files that a run has made',
  arguments: runArgument,
  examples: [{ line: 'artifacts list run_01J9…', summary: 'What it has made' }],
  route: 'listArtifacts',
  input: ({ args }) => ({ params: { runId: args.run } }),
  id: ({ id }) => id,
  empty: 'It has made none.',
  columns: () => [
    { title: 'ID', value: each => each.id, priority: 2 },
    { title: 'NAME', value: each => each.name, priority: 0, shrinkTo: 16 },
    { title: 'STEP', value: each => each.stepKey, priority: 3 },
    { title: 'SIZE', value: each => formatBytes(each.bytes), align: 'right' },
    { title: 'TYPE', value: each => each.contentType, priority: 4 },
  ],
});

export const downloadArtifactCommand = defineCommand({
  path: ['artifacts', 'download'],
  summary: 'Download a file that a run has made',
  arguments: { ...runArgument, ...artifactArgument },
  options: {
    output: {
      type: 'text',
      short: 'o',
      placeholder: 'path',
      summary: 'where to; - is stdout (default: its name, here)',
    },
    force: { type: 'flag', summary: 'replace what is there' },
  },
  examples: [
    {
      line: 'artifacts download run_01J9… report.pdf',
      summary: 'Into this directory',
    },
    {
      line: 'artifacts download run_01J9… rows.csv -o - | wc -l',
      summary: 'Into a pipe',
    },
  ],
  routes: ['listArtifacts', 'downloadArtifact'],
  async run({ args, options, call, connect, output, signal }) {
    const params = { runId: args.run };
    const { items } = await call('listArtifacts', { params });
    const artifact =
      items.find(({ id }) => id === args.artifact) ??
      items.findLast(({ name }) => name === args.artifact);
    if (!artifact) {
      throw new CliError(`${args.run} has no artifact '${args.artifact}'`, {
        exitCode: exitCodes.notFound,
        hint: `\`workflow-runs artifacts list ${args.run}\` lists them`,
      });
    }
    if (artifact.url !== null) {
      throw new CliError(`It is not kept here, but at ${artifact.url}`, {
        exitCode: exitCodes.notFound,
      });
    }
    const { client } = await connect();
    const content = await client.download(
      'downloadArtifact',
      { params: { runId: artifact.runId, artifactId: artifact.id } },
      { signal },
    );
    // A name that a run has chosen leads nowhere else.
    const path = options.output ?? basename(withoutControls(artifact.name));
    await saveTo(path, content, { output, signal, force: options.force });
    if (path === '-') return;
    await output.answer(
      { path, artifact },
      { ids: () => [path], text: () => output.line(path) },
    );
  },
});

export const linkArtifactCommand = showing({
  path: ['artifacts', 'link'],
  summary: 'Make a link to an artifact that needs no credentials, for a while',
  arguments: { ...runArgument, artifact: { summary: 'id of the artifact' } },
  options: {
    expires: { type: 'duration', summary: '30s to 1h (default: 5m)' },
  },
  examples: [
    {
      line: 'artifacts link run_01J9… art_01J9… --expires 1h',
      summary: 'For somebody without an account',
    },
  ],
  route: 'getArtifactUrl',
  input: ({ args, options }) => ({
    params: { runId: args.run, artifactId: args.artifact },
    query: {
      expiresInSeconds:
        options.expires === undefined ? undefined : options.expires / 1_000,
    },
  }),
  ids: ({ url }) => [url],
  text({ url, expiresAt }, { output }) {
    output.line(url);
    output.note(`It is good until ${expiresAt}.`);
  },
});
