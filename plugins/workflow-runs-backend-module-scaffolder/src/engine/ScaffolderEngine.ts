import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { taskReadPermission } from '@backstage/plugin-scaffolder-common/alpha';
import {
  Capabilities,
  SCAFFOLDER_ENGINE,
} from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineAnswer,
  EngineAway,
  EngineCommand,
  EngineInstance,
  EngineVisibility,
  RunEngine,
  RunSink,
  SyncPage,
  SyncScope,
} from 'backstage-plugin-workflow-runs-node';
import { ScaffolderApi } from '../client/ScaffolderApi';
import { visibilityOf } from '../permissions/visibilityOf';
import { ScaffolderConfig } from './config';
import { pageOf } from './pageOf';
import { TaskTeller } from './TaskTeller';

const CAPABILITIES: Capabilities = {
  launch: false,
  actions: ['cancel', 'retry'],
  logs: true,
  artifacts: false,
};

/** The portal's own scaffolder: its tasks are runs, of the workflows that its templates are. */
export class ScaffolderEngine implements RunEngine {
  readonly id = SCAFFOLDER_ENGINE;
  readonly #instance: EngineInstance;
  readonly #teller: TaskTeller;

  constructor(
    private readonly options: {
      api: ScaffolderApi;
      permissions: Pick<PermissionsService, 'authorizeConditional'>;
      events: Pick<EventsService, 'subscribe'>;
      config: ScaffolderConfig;
      now: () => number;
    },
  ) {
    const { title, tenant, environment, requestsPerSecond } = options.config;
    this.#instance = {
      id: SCAFFOLDER_ENGINE,
      title,
      tenantId: tenant,
      environment,
      mode: 'live',
      limits: { requestsPerSecond, burst: requestsPerSecond * 4 },
    };
    this.#teller = new TaskTeller({
      api: options.api,
      recovers: options.config.recovers,
      now: options.now,
    });
  }

  instances(): readonly EngineInstance[] {
    return [this.#instance];
  }

  capabilities(): Capabilities {
    return CAPABILITIES;
  }

  async sync(
    scope: SyncScope,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<SyncPage> {
    try {
      const page = await pageOf(this.options.api, scope, signal);
      const asked = await this.#teller.tell(page.tasks, sink, signal);
      const { nextCursor, requests } = page;
      return { nextCursor, requests: requests + asked };
    } catch (error) {
      throw awayOf(error);
    }
  }

  async perform(
    { action, run, credentials }: EngineCommand,
    signal: AbortSignal,
  ): Promise<EngineAnswer> {
    if (action !== 'cancel' && action !== 'retry') {
      throw new CommandRefused('The scaffolder cannot do that');
    }
    if (!credentials) {
      throw new CommandRefused(
        'The scaffolder decides by who asks: ask for it yourself',
      );
    }
    try {
      await this.options.api.ask(run.nativeId, action, credentials, signal);
    } catch (error) {
      throw refusedOf(error);
    }
    // It has noted it; what comes of it the run tells.
    return { status: 'completed' };
  }

  /** The scaffolder says when a task is asked for, begins and ends; not what its steps do. */
  async listen(hear: () => void): Promise<void> {
    await this.options.events.subscribe({
      id: 'workflow-runs-scaffolder',
      topics: ['scaffolder.task'],
      onEvent: async () => hear(),
    });
  }

  async visibility(
    credentials: BackstageCredentials,
  ): Promise<EngineVisibility> {
    const [decision] = await this.options.permissions.authorizeConditional(
      [{ permission: taskReadPermission }],
      { credentials },
    );
    return visibilityOf(decision);
  }
}

function awayOf(error: unknown): unknown {
  const isBusy =
    error instanceof ResponseError &&
    (error.statusCode >= 500 || error.statusCode === 429);
  // `fetch` says no more than that it has failed.
  return isBusy || error instanceof TypeError
    ? new EngineAway(`The scaffolder does not answer: ${error.message}`)
    : error;
}

/** What the scaffolder says to somebody who asks for what they may not, or what cannot be. */
function refusedOf(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return awayOf(error);
  switch (error.statusCode) {
    case 403:
      return new CommandRefused(
        'The scaffolder does not let you: its own permissions say so',
      );
    case 404:
      return new CommandRefused('The scaffolder knows this task no more');
    case 400:
    case 409:
      return new CommandRefused(
        `The scaffolder will not: ${
          error.cause.message || 'it did not say why'
        }`,
      );
    default:
      return awayOf(error);
  }
}
