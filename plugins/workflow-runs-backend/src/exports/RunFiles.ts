import {
  ExportedRun,
  RunExportFormat,
  TRACE_SCHEMA,
} from 'backstage-plugin-workflow-runs-common';
import { SignedUrls } from '../artifacts/SignedUrls';
import { toIso } from '../database/time';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { runFileName } from './fileName';
import { renderHtml } from './html';
import { markdownStory, renderMarkdown } from './markdown';
import { notebookText } from './notebook';
import { RunParts } from './RunParts';
import { ExportFile } from './sendFile';
import { summaryOf, SummarySource } from './summaryOf';
import { TracePartName, TraceSource, traceText } from './traceText';

/** How long the links of a summary are good, in milliseconds. */
const LINKS_MS = 24 * 60 * 60_000;
/** Steps that a summary lists; people read no more, and the trace has all. */
const MAX_STEPS = 1_000;

const NO_IO =
  'The caller may not see what the run was given and has put out (workflow-runs.run.read-io)';

/** Makes a file of a run, for readers of it. */
export class RunFiles {
  constructor(
    private readonly options: {
      details: RunDetailQueries;
      parts: RunParts;
      urls: SignedUrls;
      /** Where others reach the plugin. */
      baseUrl: () => Promise<string>;
      now: () => number;
    },
  ) {}

  /** @param readsIo - whether it may hold what the run was given and has put out */
  async fileOf(
    run: ExportedRun,
    format: RunExportFormat,
    readsIo: boolean,
  ): Promise<ExportFile> {
    switch (format) {
      case 'markdown':
        return {
          name: runFileName(run, 'md'),
          mediaType: 'text/markdown; charset=utf-8',
          chunks: single(renderMarkdown(await this.#summary(run, readsIo))),
        };
      case 'html':
        return {
          name: runFileName(run, 'html'),
          mediaType: 'text/html; charset=utf-8',
          chunks: single(renderHtml(await this.#summary(run, readsIo))),
        };
      case 'ipynb':
        return {
          name: runFileName(run, 'ipynb'),
          mediaType: 'application/x-ipynb+json',
          chunks: notebookText(
            // Without artifacts: their links would be as good as credentials.
            markdownStory(await this.#summary(run, readsIo)),
            await this.#trace(run, readsIo),
          ),
        };
      default:
        return {
          name: runFileName(run, 'json'),
          mediaType: 'application/json; charset=utf-8',
          chunks: traceText(await this.#trace(run, readsIo)),
        };
    }
  }

  async #trace(run: ExportedRun, readsIo: boolean): Promise<TraceSource> {
    const { details, parts, baseUrl, now } = this.options;
    const base = `${await baseUrl()}/v1/runs/${run.id}/artifacts`;
    const always: TraceSource['parts'] = [
      ['steps', parts.steps(run.id)],
      ['attempts', parts.attempts(run.id)],
      ['decisions', parts.decisions(run.id)],
      ['actions', parts.actions(run.id)],
      ['annotations', parts.annotations(run.id)],
      ['events', parts.events(run.id)],
    ];
    const io: TraceSource['parts'] = [
      ['payloads', readsIo ? parts.payloads(run.id) : none()],
      ['artifacts', readsIo ? located(parts.artifacts(run.id), base) : none()],
    ];
    return {
      head: {
        schema: TRACE_SCHEMA,
        exportedAt: toIso(now()),
        run,
        states: await details.states(run.id),
      },
      parts: [...always, ...io, ['logs', parts.logs(run.id)]],
      omitted: readsIo
        ? []
        : io.map(([part]: [TracePartName, unknown]) => ({
            part,
            reason: NO_IO,
          })),
    };
  }

  async #summary(run: ExportedRun, readsIo: boolean) {
    const { details } = this.options;
    const steps = await details.steps(run.id, { limit: MAX_STEPS });
    return summaryOf({
      run,
      states: await details.states(run.id),
      steps: steps.items,
      areMoreSteps: steps.nextAfter !== null,
      decisions: await details.decisions(run.id),
      actions: await details.actions(run.id),
      io: readsIo ? await this.#io(run.id) : null,
    });
  }

  async #io(runId: string): Promise<SummarySource['io']> {
    const { details, parts, urls, baseUrl, now } = this.options;
    const expiresAt = now() + LINKS_MS;
    const base = `${await baseUrl()}/v1`;
    return {
      payloads: await parts.ownPayloads(runId),
      artifacts: (await details.artifacts(runId)).map(artifact => ({
        artifact,
        url: artifact.url ?? `${base}${urls.pathOf(artifact.id, expiresAt)}`,
      })),
      linksUntil: toIso(expiresAt),
    };
  }
}

/** Says of each artifact where its content is. */
async function* located(
  pages: ReturnType<RunParts['artifacts']>,
  base: string,
) {
  for await (const page of pages) {
    yield page.map(artifact => ({
      ...artifact,
      contentUrl: `${base}/${artifact.id}/content`,
    }));
  }
}

async function* none(): AsyncGenerator<never[]> {}

async function* single(text: string): AsyncGenerator<string, void, void> {
  yield text;
}
