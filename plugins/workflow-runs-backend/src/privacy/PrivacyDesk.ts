import { ConflictError } from '@backstage/errors';
import {
  DetectorInfo,
  ParsedRequest,
  PrivacyPolicy,
  PrivacyPolicyContent,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import { RunRecord } from '../queries/runToWire';
import { InvalidInput } from '../runs/InvalidInput';
import { Unreadable } from '../sealing/Unreadable';
import { RuleProblem } from './findings';
import { Policies } from './Policies';
import { PolicyStore } from './PolicyStore';
import { RunPreview } from './RunPreview';
import { Vault } from './Vault';

/** For how long a value that is revealed may be shown, in milliseconds. */
const SHOWN_MS = 60_000;

type Change = ParsedRequest<Routes['changePrivacyPolicy']>['body'];

/** What admins do about privacy: write policies, try them, reveal values. */
export class PrivacyDesk {
  constructor(
    private readonly options: {
      store: PolicyStore;
      policies: Policies;
      detectors: readonly DetectorInfo[];
      problemsOf: (rules: PrivacyPolicyContent['rules']) => RuleProblem[];
      preview: RunPreview;
      vault: Vault;
      now: () => number;
    },
  ) {}

  list() {
    const { policies, detectors } = this.options;
    return { items: [...policies.all], detectors: [...detectors] };
  }

  /** @throws NotFoundError where there is none that can be changed */
  get(id: string): Promise<PrivacyPolicy> {
    return this.options.store.get(id);
  }

  /** @throws InvalidInput, ConflictError */
  async create(
    content: PrivacyPolicyContent,
    by: string,
  ): Promise<PrivacyPolicy> {
    this.#check(content);
    const policy = await this.options.store.create(content, by);
    await this.options.policies.refresh();
    return policy;
  }

  /** @throws NotFoundError, InvalidInput, ConflictError */
  async change(
    id: string,
    { revision, ...content }: Change,
    by: string,
  ): Promise<PrivacyPolicy> {
    const { store, policies } = this.options;
    this.#check(content);
    const policy = await store.change(id, content, revision, by);
    await policies.refresh();
    return policy;
  }

  async delete(id: string): Promise<void> {
    await this.options.store.delete(id);
    await this.options.policies.refresh();
  }

  /** @throws InvalidInput */
  async preview(content: PrivacyPolicyContent, runs: RunRecord[]) {
    this.#check(content);
    const { preview } = this.options;
    // One after the other: they may be large.
    const items = [];
    for (const run of runs) items.push(await preview.of(content, run));
    return { items };
  }

  /**
   * @throws NotFoundError where the run has no such token
   * @throws ConflictError where its value cannot be opened any more
   */
  async reveal(run: RunRecord, token: string) {
    const { vault, now } = this.options;
    const { value, kind } = await vault.open(token, run.id).catch(explainGone);
    return {
      value,
      kind,
      hideAt: new Date(now() + SHOWN_MS).toISOString(),
    };
  }

  #check({ rules }: PrivacyPolicyContent) {
    const problems = this.options.problemsOf(rules);
    if (problems.length === 0) return;
    throw new InvalidInput(
      'body',
      problems.map(({ rule, field, position, message }) => ({
        pointer: `/rules/${rule}/${field}`,
        rule: field,
        message:
          position === null
            ? message
            : `${message} (at character ${position + 1})`,
      })),
    );
  }
}

function explainGone(error: unknown): never {
  throw error instanceof Unreadable ? new ConflictError(error.message) : error;
}
