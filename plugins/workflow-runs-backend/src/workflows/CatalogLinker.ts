import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { linkCatalog } from './linkCatalog';
import { WorkflowStore } from './WorkflowStore';

/** A young catalog is still being filled, so it is asked often at first, in milliseconds. */
const FIRST_DELAYS_MS = [
  1_000, 2_000, 3_000, 5_000, 5_000, 10_000, 10_000, 20_000,
];
const LATER_DELAY_MS = 60_000;

/** Keeps what is copied from the catalog fresh: entities of workflows, and their owners. */
export class CatalogLinker {
  #timer: NodeJS.Timeout | undefined;
  #round = 0;
  #isStopped = false;
  #lastProblem: string | undefined;
  /** What could not be understood of entities, and has been said. */
  readonly #refused = new Set<string>();

  constructor(
    private readonly options: {
      catalog: CatalogService;
      auth: AuthService;
      workflows: WorkflowStore;
      logger: LoggerService;
      now: () => number;
    },
  ) {}

  start(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#link(), FIRST_DELAYS_MS[0]);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #refuse(problem: string) {
    if (this.#refused.has(problem)) return;
    this.#refused.add(problem);
    this.options.logger.warn(problem);
  }

  async #link() {
    try {
      await linkCatalog({
        ...this.options,
        refuse: problem => this.#refuse(problem),
      });
      this.#lastProblem = undefined;
    } catch (error) {
      // Owners stay as they were; one line says so until something else goes wrong.
      const problem = String(error);
      if (!this.#isStopped && problem !== this.#lastProblem) {
        this.options.logger.warn(
          `Workflows are not tied to the catalog yet: ${problem}`,
        );
      }
      this.#lastProblem = problem;
    }
    if (this.#isStopped) return;
    this.#round += 1;
    this.#timer = setTimeout(
      () => void this.#link(),
      FIRST_DELAYS_MS[this.#round] ?? LATER_DELAY_MS,
    );
  }
}
