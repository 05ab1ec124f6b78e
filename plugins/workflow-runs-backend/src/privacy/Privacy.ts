import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  DetectorInfo,
  Json,
  PrivacyPolicy,
  Treatment,
} from 'backstage-plugin-workflow-runs-common';
import { TextDetector } from 'backstage-plugin-workflow-runs-node';
import { CompiledPolicies, compilePolicies } from './compilePolicies';
import { DetectorGuard } from './DetectorGuard';
import { BUILT_IN_DETECTORS, Detector } from './detectors';
import { Finding, Treated } from './findings';
import { Digests, Marker, TokenSink } from './Marker';
import { PolicyRedactor } from './PolicyRedactor';
import { fixedPolicies, PolicySource } from './PolicySource';
import { Redactor } from './Redactor';
import { Scope } from './Scope';

/** Scopes whose rules are kept compiled. */
const MAX_COMPILED = 1_000;
const DETECTOR_ID = /^[a-z][a-z0-9_]{0,39}$/;

/** What is looked for, what the policies say of it, and what becomes of it. */
export class Privacy {
  readonly #detectors: readonly Detector[];
  readonly #guard: DetectorGuard;
  readonly #digests: Digests;
  readonly #hasAdded: boolean;
  #source: PolicySource = fixedPolicies([]);
  #compiled = new Map<string, CompiledPolicies>();
  #revision = -1;

  /**
   * @param options - `known`: finds values that are known to be secret; `added`: detectors of other modules
   * @throws InputError where detectors have no id, or the same one, or where there is none that is spoken of
   */
  constructor(options: {
    /** What digests are made with. */
    digestKey: Buffer;
    known?: readonly Detector[];
    added?: readonly TextDetector[];
    /** What becomes of what detectors find where no policy says, by their ids. */
    treatments?: Readonly<Record<string, Treatment>>;
    logger: Pick<LoggerService, 'error'>;
    now?: () => number;
  }) {
    const { known = [], added = [], logger } = options;
    this.#digests = new Digests(options.digestKey);
    this.#hasAdded = added.length > 0;
    const { treatments = {} } = options;
    const ours = [...known, ...BUILT_IN_DETECTORS];
    this.#detectors = [...ours, ...added].map(detector =>
      withTreatment(detector, treatments[detector.id]),
    );
    checkIds(this.#detectors);
    checkTreatments(treatments, this.#detectors);
    this.#guard = new DetectorGuard({
      trusted: new Set(ours.map(({ id }) => id)),
      onFailure: message => logger.error(message),
      now: options.now ?? Date.now,
    });
  }

  /** Takes policies from now on from where they are checked against the detectors that there are. */
  follow(source: PolicySource): void {
    this.#source = source;
    this.#revision = -1;
  }

  /** What is looked for, whatever the policies say. */
  get detectors(): DetectorInfo[] {
    return this.#detectors.map(({ id, isSecret = false, treatment }) => ({
      id,
      isSecret,
      treatment: treatment ?? 'redact',
    }));
  }

  /** The policies that hold now. */
  get policies(): readonly PrivacyPolicy[] {
    return this.#source.policies;
  }

  /** Whether whose run it is makes a difference: to the rules, or to what they do. */
  get dependsOnScope(): boolean {
    return (
      this.#detectors.some(isOfScope) ||
      this.#source.policies.some(
        ({ tenantId, workflow, rules }) =>
          tenantId !== null || workflow !== null || rules.some(isOfScope),
      )
    );
  }

  /**
   * @param scope - undefined where what is said belongs to no run: then only what holds for all does, and
   *   what would be hashed or tokenized is redacted
   * @param tokens - takes what is tokenized; without it, that is redacted
   */
  redactor(scope?: Scope, tokens?: TokenSink): Redactor {
    return new PolicyRedactor({
      policies: this.#policiesFor(scope),
      guard: this.#guard,
      marker: new Marker(this.#digests, scope?.tenantId, tokens),
      hasAdded: this.#hasAdded,
    });
  }

  /** For what is said of no run in particular. */
  get withoutRun(): Redactor {
    return {
      json: value => this.redactor().json(value),
      words: value => this.redactor().words(value),
      text: text => this.redactor().text(text),
      secrets: text => this.redactor().secrets(text),
    };
  }

  /** What the given policies, and no others, would make of a value of a run, and why. It stores nothing. */
  preview(
    policies: readonly PrivacyPolicy[],
    scope: Scope,
    value: Json,
  ): Treated {
    const findings: Finding[] = [];
    const redactor = new PolicyRedactor({
      policies: compilePolicies(policies, this.#detectors, scope),
      guard: this.#guard,
      marker: new Marker(this.#digests, scope.tenantId, {
        runId: 'preview',
        add: () => {},
      }),
      hasAdded: this.#hasAdded,
      tell: finding => findings.push(finding),
    });
    return { value: redactor.json(value), findings };
  }

  #policiesFor(scope: Scope | undefined): CompiledPolicies {
    const { policies, revision } = this.#source;
    if (revision !== this.#revision || this.#compiled.size >= MAX_COMPILED) {
      this.#compiled = new Map();
      this.#revision = revision;
    }
    const name = scope ? `${scope.tenantId}\0${scope.workflow}` : '';
    let compiled = this.#compiled.get(name);
    if (!compiled) {
      compiled = compilePolicies(policies, this.#detectors, scope);
      this.#compiled.set(name, compiled);
    }
    return compiled;
  }
}

/** Whether what it leaves depends on whose the value is. */
function isOfScope({ treatment }: { treatment?: Treatment }): boolean {
  return treatment === 'hash' || treatment === 'tokenize';
}

function withTreatment(
  detector: Detector,
  treatment: Treatment | undefined,
): Detector {
  if (!treatment) return detector;
  const { id, isSecret, needs } = detector;
  return {
    id,
    isSecret,
    treatment,
    needs,
    detect: text => detector.detect(text),
  };
}

function checkTreatments(
  treatments: Readonly<Record<string, Treatment>>,
  detectors: readonly Detector[],
): void {
  for (const [id, treatment] of Object.entries(treatments)) {
    const key = `workflowRuns.privacy.detectors.${id}`;
    const detector = detectors.find(each => each.id === id);
    if (!detector) {
      const ids = detectors.map(each => each.id).join(', ');
      throw new InputError(
        `${key}: there is no such detector; there are ${ids}`,
      );
    }
    if (detector.isSecret && treatment === 'keep') {
      throw new InputError(`${key}: it finds secrets, which cannot be kept`);
    }
  }
}

function checkIds(detectors: readonly Detector[]): void {
  const ids = new Set<string>();
  for (const { id } of detectors) {
    if (!DETECTOR_ID.test(id)) {
      throw new InputError(
        `The id of a detector has lower-case letters, digits and _, and '${id}' has not`,
      );
    }
    if (ids.has(id)) throw new InputError(`There are two detectors '${id}'`);
    ids.add(id);
  }
}
