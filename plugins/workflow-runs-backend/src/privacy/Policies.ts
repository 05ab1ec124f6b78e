import { LoggerService } from '@backstage/backend-plugin-api';
import { isDeepStrictEqual } from 'node:util';
import { PrivacyPolicy } from 'backstage-plugin-workflow-runs-common';
import { PolicySource } from './PolicySource';
import { PolicyStore } from './PolicyStore';

/** How long other backends may go by a policy that was changed, in milliseconds. */
const REFRESH_MS = 2_000;

/**
 * The policies that hold now: those of the configuration and those of the database, in memory. What is changed here
 * holds at once, and at the other backends within two seconds. While the database is away, what was read holds on.
 */
export class Policies implements PolicySource {
  #policies: readonly PrivacyPolicy[] = [];
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** Reads them first: nothing may be stored before they are known. */
  static async open(options: {
    store: PolicyStore;
    configured: readonly PrivacyPolicy[];
    logger: LoggerService;
  }): Promise<Policies> {
    const policies = new Policies(options);
    await policies.refresh();
    return policies;
  }

  private constructor(
    private readonly options: {
      store: PolicyStore;
      configured: readonly PrivacyPolicy[];
      logger: LoggerService;
    },
  ) {}

  get policies(): readonly PrivacyPolicy[] {
    return this.#policies.filter(({ enabled }) => enabled);
  }

  /** Those that hold and those that are switched off, in the order in which they apply. */
  get all(): readonly PrivacyPolicy[] {
    return this.#policies;
  }

  get revision(): number {
    return this.#revision;
  }

  async refresh(): Promise<void> {
    const { store, configured } = this.options;
    const read = inOrder([...configured, ...(await store.list())]);
    if (this.#revision > 0 && isDeepStrictEqual(read, this.#policies)) return;
    this.#policies = read;
    this.#revision += 1;
  }

  start(): void {
    this.#timer = setTimeout(async () => {
      try {
        await this.refresh();
      } catch (error) {
        this.options.logger.warn(
          `Policies of privacy could not be read anew, those of before hold on: ${error}`,
        );
      }
      if (!this.#isStopped) this.start();
    }, REFRESH_MS);
    this.#timer.unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}

/** The more particular ones first; of those that are alike, those of the configuration, then by name. */
export function inOrder(policies: PrivacyPolicy[]): PrivacyPolicy[] {
  const rank = ({ workflow, tenantId, origin }: PrivacyPolicy) =>
    (workflow ? 0 : 4) +
    (tenantId ? 0 : 2) +
    (origin === 'configuration' ? 0 : 1);
  return [...policies].sort(
    (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name),
  );
}
