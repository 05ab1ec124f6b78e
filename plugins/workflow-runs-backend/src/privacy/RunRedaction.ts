import { Row } from '../database/changes';
import { redactTransition } from '../recorder/redactTransition';
import { Transition } from '../recorder/Transition';
import { NewToken } from './Marker';
import { Privacy } from './Privacy';
import { Redactor } from './Redactor';
import { RunScopes } from './RunScopes';
import { Scope } from './Scope';
import { Vault } from './Vault';

/** What came of treating something, and what of it was tokenized. */
export interface TreatedOfRun<T> {
  value: T;
  tokens: Row[];
}

/** Treats what is about to be written about runs, each by the rules that hold for it. */
export class RunRedaction {
  /** Runs of which something is being treated that takes a while: what comes behind it waits. */
  readonly #waiting = new Map<string, Promise<unknown>>();

  constructor(
    private readonly options: {
      privacy: Privacy;
      scopes: RunScopes;
      vault: Vault;
    },
  ) {}

  /**
   * A transition as it may be stored. It is there at once where nobody has to be asked, and transitions of
   * a run come out in the order in which they were given.
   */
  transition(transition: Transition): Transition | Promise<Transition> {
    const { runId } = transition;
    const before = this.#waiting.get(runId);
    const { privacy, scopes } = this.options;
    if (!before) {
      if (!privacy.dependsOnScope) {
        return redactTransition(transition, privacy.redactor());
      }
      const scope = scopes.known(runId);
      const tokens: NewToken[] = [];
      if (scope) {
        const clean = redactTransition(
          transition,
          privacy.redactor(scope, sinkOf(runId, tokens)),
        );
        if (tokens.length === 0) return clean;
      }
    }
    const treated = (before ?? Promise.resolve()).then(() =>
      this.#treat(transition),
    );
    const settled = treated.then(
      () => {},
      () => {},
    );
    this.#waiting.set(runId, settled);
    void settled.then(() => {
      if (this.#waiting.get(runId) === settled) this.#waiting.delete(runId);
    });
    return treated;
  }

  /** Settles once everything that was given is treated. */
  async idle(): Promise<void> {
    await Promise.all(this.#waiting.values());
  }

  /**
   * Treats other things that are said of a run.
   *
   * @param workflowId - of a run that is only about to be created
   */
  async ofRun<T>(
    runId: string,
    treat: (redactor: Redactor) => T,
    workflowId?: string,
  ): Promise<TreatedOfRun<T>> {
    const { privacy, scopes } = this.options;
    if (!privacy.dependsOnScope) {
      return { value: treat(privacy.redactor()), tokens: [] };
    }
    const scope = workflowId
      ? await scopes.ofNewRun(runId, workflowId)
      : await scopes.ofRun(runId);
    return this.#withTokens(runId, scope, treat);
  }

  async #treat(transition: Transition): Promise<Transition> {
    const { runId, create, sealed = [] } = transition;
    const { scopes } = this.options;
    const scope = create
      ? await scopes.ofNewRun(runId, create.workflowId)
      : await scopes.ofRun(runId);
    const dataKey = sealed.find(({ kind }) => kind === 'data_key');
    const { value, tokens } = await this.#withTokens(
      runId,
      scope,
      redactor => redactTransition(transition, redactor),
      dataKey && { keyId: dataKey.keyId!, content: dataKey.content },
    );
    return tokens.length > 0 ? { ...value, tokens } : value;
  }

  async #withTokens<T>(
    runId: string,
    scope: Scope | undefined,
    treat: (redactor: Redactor) => T,
    dataKey?: Parameters<Vault['seal']>[2],
  ): Promise<TreatedOfRun<T>> {
    const { privacy, vault } = this.options;
    if (!scope) return { value: treat(privacy.redactor()), tokens: [] };
    const tokens: NewToken[] = [];
    const value = treat(privacy.redactor(scope, sinkOf(runId, tokens)));
    if (tokens.length === 0) return { value, tokens: [] };
    const rows = await vault.seal({ runId, scope }, unique(tokens), dataKey);
    if (rows) return { value, tokens: rows };
    return { value: treat(privacy.redactor(scope)), tokens: [] };
  }
}

function sinkOf(runId: string, tokens: NewToken[]) {
  return { runId, add: (token: NewToken) => void tokens.push(token) };
}

function unique(tokens: readonly NewToken[]): NewToken[] {
  return [...new Map(tokens.map(token => [token.id, token])).values()];
}
