import { Knex } from 'knex';
import {
  PrivacyPolicyContent,
  Treatment,
} from 'backstage-plugin-workflow-runs-common';
import { TextDetector } from 'backstage-plugin-workflow-runs-node';
import { configuredPolicies } from '../privacy/configuredPolicies';
import { Detector } from '../privacy/detectors';
import { fixedPolicies } from '../privacy/PolicySource';
import { Privacy } from '../privacy/Privacy';
import { RunRedaction } from '../privacy/RunRedaction';
import { RunScopes } from '../privacy/RunScopes';
import { Vault } from '../privacy/Vault';
import { redactTransition } from '../recorder/redactTransition';
import { Sealer } from '../sealing/Sealer';
import { silentLogger } from './silentLogger';

const DIGEST_KEY = Buffer.alloc(32, 7);
const KEYS = [{ id: 'test', secret: 'a secret of the tests' }];

export interface TestPrivacyOptions {
  digestKey?: Buffer;
  known?: Detector[];
  added?: TextDetector[];
  treatments?: Record<string, Treatment>;
  /** Policies as a configuration has them; those that are not said are for all runs. */
  policies?: (Pick<PrivacyPolicyContent, 'rules'> &
    Partial<PrivacyPolicyContent>)[];
  onProblem?: (message: string) => void;
}

/** What a backend without configuration looks for, and what the given policies say. */
export function testPrivacy(options: TestPrivacyOptions = {}): Privacy {
  const { policies = [], digestKey = DIGEST_KEY, onProblem } = options;
  const privacy = new Privacy({
    ...options,
    digestKey,
    logger: silentLogger(onProblem),
  });
  const named = policies.map((policy, index) => ({
    name: `Policy ${index + 1}`,
    description: '',
    tenantId: null,
    workflow: null,
    enabled: true,
    ...policy,
  }));
  privacy.follow(fixedPolicies(configuredPolicies(named, privacy.detectors)));
  return privacy;
}

/** Treats what is written about the runs of a database. */
export function testRedaction(
  knex: Knex,
  privacy = testPrivacy(),
  sealer = new Sealer(KEYS),
): RunRedaction {
  return new RunRedaction({
    privacy,
    scopes: new RunScopes(knex),
    vault: new Vault({ knex, sealer, now: () => Date.now() }),
  });
}

/** The same without policies: then nobody has to be asked whose a run is. */
export function plainRedaction(): Pick<
  RunRedaction,
  'transition' | 'ofRun' | 'idle'
> {
  const privacy = testPrivacy();
  return {
    transition: transition => redactTransition(transition, privacy.redactor()),
    ofRun: async (_, treat) => ({
      value: treat(privacy.redactor()),
      tokens: [],
    }),
    idle: async () => {},
  };
}
