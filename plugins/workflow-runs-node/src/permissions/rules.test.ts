import {
  AuthorizeResult,
  PermissionRuleParams,
} from '@backstage/plugin-permission-common';
import {
  runCancelPermission,
  runLaunchPermission,
} from 'backstage-plugin-workflow-runs-common';
import {
  createRunConditionalDecision,
  createWorkflowConditionalDecision,
  runConditions,
  runFits,
  RunResource,
  runRules,
  WorkflowResource,
  workflowConditions,
  workflowRules,
} from '.';

const workflow: WorkflowResource = {
  ref: 'embedded/data_sync',
  engine: 'embedded',
  tenantId: 'acme',
  ownerRefs: ['group:default/orders', 'user:default/ada'],
};
const run: RunResource = {
  workflow,
  status: 'failed',
  environment: 'prod',
  tags: ['nightly', 'eu'],
  startedBy: 'user:default/ada',
};

const ofWorkflows: [
  keyof typeof workflowRules,
  PermissionRuleParams & object,
  boolean,
][] = [
  ['isWorkflowOwner', { claims: ['group:default/orders'] }, true],
  ['isWorkflowOwner', { claims: ['user:default/x', 'user:default/ada'] }, true],
  ['isWorkflowOwner', { claims: ['group:default/other'] }, false],
  ['isWorkflowOwner', { claims: ['orders'] }, false],
  ['isWorkflowOwner', { claims: [] }, false],
  ['isWorkflow', { workflows: ['embedded/data_sync'] }, true],
  ['isWorkflow', { workflows: ['x/y', 'embedded/data_sync'] }, true],
  ['isWorkflow', { workflows: ['embedded/data'] }, false],
  ['isWorkflow', { workflows: [] }, false],
  ['isEngine', { engines: ['airflow', 'embedded'] }, true],
  ['isEngine', { engines: ['embedded/data_sync'] }, false],
  ['isTenant', { tenants: ['acme'] }, true],
  ['isTenant', { tenants: ['default'] }, false],
];
const ofRuns: [
  keyof typeof runRules,
  PermissionRuleParams & object,
  boolean,
][] = [
  ...ofWorkflows,
  ['isStartedBy', { claims: ['user:default/ada'] }, true],
  ['isStartedBy', { claims: ['group:default/orders'] }, false],
  ['isEnvironment', { environments: ['stage', 'prod'] }, true],
  ['isEnvironment', { environments: ['stage'] }, false],
  ['hasTag', { tags: ['eu'] }, true],
  ['hasTag', { tags: ['us', ''] }, false],
  ['hasStatus', { statuses: ['failed', 'canceled'] }, true],
  ['hasStatus', { statuses: ['completed'] }, false],
];

it.each(ofRuns)('%s of %j is %s of a run', (name, params, allowed) => {
  expect(runRules[name].apply(run, params as never)).toBe(allowed);
  expect(runFits(run, runRules[name].toQuery(params as never) as never)).toBe(
    allowed,
  );
});

it.each(ofWorkflows)(
  '%s of %j is %s of a workflow',
  (name, params, allowed) => {
    expect(workflowRules[name].apply(workflow, params as never)).toBe(allowed);
    expect(workflowRules[name].toQuery(params as never)).toEqual(
      runRules[name].toQuery(params as never),
    );
  },
);

it('matches nobody where a workflow has no owner and a run was launched by none', () => {
  const claims = ['user:default/ada', 'null', ''];
  const orphan = { ...workflow, ownerRefs: [] };

  expect(workflowRules.isWorkflowOwner.apply(orphan, { claims })).toBe(false);
  expect(
    runRules.isStartedBy.apply({ ...run, startedBy: null }, { claims }),
  ).toBe(false);
});

it.each(Object.values(runRules))(
  '$name refuses parameters of another shape',
  ({ paramsSchema }) => {
    const accepts = (params: unknown) => {
      const result = paramsSchema!['~standard'].validate(params);
      return !('issues' in result && result.issues);
    };
    const all = (value: unknown) =>
      Object.fromEntries(
        [
          'claims',
          'workflows',
          'engines',
          'tenants',
          'environments',
          'tags',
          'statuses',
        ].map(parameter => [parameter, value]),
      );

    expect(accepts(all(['a']))).toBe(true);
    expect(accepts({})).toBe(false);
    expect(accepts(all('a'))).toBe(false);
    expect(accepts(all([1]))).toBe(false);
  },
);

it('makes conditional decisions for policies', () => {
  expect(
    createRunConditionalDecision(
      runCancelPermission,
      runConditions.isWorkflowOwner({ claims: ['user:default/ada'] }),
    ),
  ).toEqual({
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'workflow-runs',
    resourceType: 'workflow-run',
    conditions: {
      rule: 'IS_WORKFLOW_OWNER',
      resourceType: 'workflow-run',
      params: { claims: ['user:default/ada'] },
    },
  });
  expect(
    createWorkflowConditionalDecision(
      runLaunchPermission,
      workflowConditions.isWorkflow({ workflows: ['embedded/x'] }),
    ),
  ).toMatchObject({
    resourceType: 'workflow',
    conditions: { rule: 'IS_WORKFLOW', params: { workflows: ['embedded/x'] } },
  });
});
