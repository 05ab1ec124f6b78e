import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { TextDetector } from 'backstage-plugin-workflow-runs-node';
import { WorkflowRunsConfig } from '../config';
import { HandlerSecrets } from '../engine/HandlerSecrets';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { Sealer } from '../sealing/Sealer';
import { configuredPolicies } from './configuredPolicies';
import { digestKey } from './digestKey';
import { Policies } from './Policies';
import { PolicyStore } from './PolicyStore';
import { Privacy } from './Privacy';
import { PrivacyDesk } from './PrivacyDesk';
import { problemsOfRules } from './problemsOfRules';
import { redactingLogger } from './redactingLogger';
import { RunPreview } from './RunPreview';
import { RunRedaction } from './RunRedaction';
import { RunScopes } from './RunScopes';
import { Vault } from './Vault';

/** Puts the parts of privacy together: by policies that are known before anything is stored. */
export async function createPrivacy(options: {
  knex: Knex;
  config: WorkflowRunsConfig['privacy'];
  sealer: Sealer;
  secrets: HandlerSecrets;
  detectors: TextDetector[];
  logger: LoggerService;
  now: () => number;
}) {
  const { knex, config, sealer, now } = options;
  const privacy = new Privacy({
    digestKey: await digestKey({ knex, sealer, now, logger: options.logger }),
    known: [options.secrets],
    added: options.detectors,
    treatments: config.detectors,
    logger: options.logger,
  });
  const { detectors } = privacy;
  const logger = redactingLogger(options.logger, privacy.withoutRun);
  const store = new PolicyStore({ knex, now });
  const policies = await Policies.open({
    store,
    configured: configuredPolicies(config.policies, detectors),
    logger,
  });
  privacy.follow(policies);
  const vault = new Vault({ knex, sealer, now });
  const redaction = new RunRedaction({
    privacy,
    scopes: new RunScopes(knex),
    vault,
  });
  const createDesk = (details: RunDetailQueries) =>
    new PrivacyDesk({
      store,
      policies,
      detectors,
      problemsOf: rules => problemsOfRules(rules, detectors),
      preview: new RunPreview({
        details,
        treat: (value, scope, drafts) => privacy.preview(drafts, scope, value),
      }),
      vault,
      now,
    });
  return { privacy, policies, redaction, logger, createDesk };
}
