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
  runRules,
  WorkflowCriterion,
  WorkflowResource,
  workflowConditions,
  workflowRules,
} from '.';

const workflow: WorkflowResource = {
  ref: 'embedded/data_sync',
  ownerRefs: ['group:default/orders', 'user:default/ada'],
};

/** What the database would say to a criterion; a rule must not judge a loaded row otherwise. */
const matches = ({ field, values }: WorkflowCriterion) =>
  field === 'owner'
    ? workflow.ownerRefs.some(ref => values.includes(ref))
    : values.includes(workflow.ref);

const cases: [
  'isWorkflowOwner' | 'isWorkflow',
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
];

describe.each(cases)('%s of %j', (name, params, allowed) => {
  it(`is ${allowed} of a run and of its workflow, in the query as of a row`, () => {
    expect(runRules[name].apply({ workflow }, params as never)).toBe(allowed);
    expect(workflowRules[name].apply(workflow, params as never)).toBe(allowed);
    const criterion = runRules[name].toQuery(params as never);
    expect(matches(criterion as WorkflowCriterion)).toBe(allowed);
    expect(workflowRules[name].toQuery(params as never)).toEqual(
      runRules[name].toQuery(params as never),
    );
  });
});

it('matches nobody where a workflow has no owner', () => {
  const orphan = { ref: 'embedded/x', ownerRefs: [] };

  expect(
    workflowRules.isWorkflowOwner.apply(orphan, {
      claims: ['user:default/ada'],
    }),
  ).toBe(false);
});

it.each(Object.values(runRules))(
  '$name refuses parameters of another shape',
  ({ paramsSchema }) => {
    const accepts = (params: unknown) => {
      const result = paramsSchema!['~standard'].validate(params);
      return !('issues' in result && result.issues);
    };

    expect(accepts({ claims: ['a'], workflows: ['a'] })).toBe(true);
    expect(accepts({})).toBe(false);
    expect(accepts({ claims: 'a', workflows: 'a' })).toBe(false);
    expect(accepts({ claims: [1], workflows: [1] })).toBe(false);
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
