import { Readable } from 'node:stream';
import { DocumentCollatorFactory } from '@backstage/plugin-search-common';
import {
  Run,
  runReadPermission,
  SEARCH_TYPE_RUN,
} from 'backstage-plugin-workflow-runs-common';
import { CallWorkflowRuns } from './callWorkflowRuns';
import { CollatorConfig } from './config';
import { toRunDocument } from './documents';

/** The most that the API gives at a time. */
const PAGE = 200;

/** Reads the newest runs, page by page: there are never more of them in memory than one page. */
export class RunCollatorFactory implements DocumentCollatorFactory {
  readonly type = SEARCH_TYPE_RUN;
  readonly visibilityPermission = runReadPermission;

  constructor(
    private readonly options: {
      call: CallWorkflowRuns;
      limits: Pick<CollatorConfig, 'maxRuns' | 'maxAgeMs'>;
      now: () => number;
    },
  ) {}

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  async *#documents() {
    const { now } = this.options;
    for await (const run of this.#runs()) yield toRunDocument(run, now());
  }

  async *#runs(): AsyncGenerator<Run> {
    const { call, limits, now } = this.options;
    const from = new Date(now() - limits.maxAgeMs).toISOString();
    let token: string | undefined;
    let left = limits.maxRuns;
    do {
      const limit = Math.min(PAGE, left);
      const page = await call('listRuns', { query: { from, limit, token } });
      yield* page.items;
      left -= page.items.length;
      token = page.nextToken ?? undefined;
    } while (token && left > 0);
  }
}
