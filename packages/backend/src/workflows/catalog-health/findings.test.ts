import { EntityProblem, FindingsTally, MAX_FINDINGS } from './findings';

const entity = {
  apiVersion: 'v1',
  kind: 'Component',
  metadata: { name: 'Shop' },
};
const error: EntityProblem = {
  rule: 'owner_missing',
  severity: 'error',
  detail: 'has no owner',
};
const warning: EntityProblem = {
  rule: 'owner_is_person',
  severity: 'warning',
  detail: 'is owned by a person',
};

describe('FindingsTally', () => {
  it('counts an entity once, by the worst that was found in it', () => {
    const tally = new FindingsTally();
    tally.add(entity, []);
    tally.add(entity, [warning]);
    tally.add(entity, [error, warning, error]);
    expect(tally.result).toMatchObject({
      checked: 3,
      entitiesWithErrors: 1,
      entitiesWithWarnings: 1,
      errors: 2,
      warnings: 2,
    });
    expect(tally.result.findings).toHaveLength(4);
    expect(tally.result.findings[0].entity).toBe('component:default/shop');
  });

  it('goes on counting when it keeps no more', () => {
    const tally = new FindingsTally();
    for (let i = 0; i < MAX_FINDINGS; i++) tally.add(entity, [error, error]);
    expect(tally.result.errors).toBe(2 * MAX_FINDINGS);
    expect(tally.result.findings).toHaveLength(MAX_FINDINGS);
  });
});
