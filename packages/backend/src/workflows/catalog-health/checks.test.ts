import { Entity } from '@backstage/catalog-model';
import { findAnnotationProblems } from './checkAnnotations';
import { findOwnerProblems } from './checkOwners';
import { findRelationProblems } from './checkRelations';

function entityWith(partial: {
  relations?: [type: string, targetRef: string][];
  annotations?: Record<string, string>;
}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'shop', annotations: partial.annotations },
    relations: partial.relations?.map(([type, targetRef]) => ({
      type,
      targetRef,
    })),
  };
}

const gone = new Set(['group:default/gone', 'component:default/gone']);

describe('findOwnerProblems', () => {
  it.each([
    ['an existing team', [['ownedBy', 'group:default/team']], []],
    ['no relations', undefined, ['owner_missing']],
    ['no owner', [['dependsOn', 'resource:default/db']], ['owner_missing']],
    ['a team gone', [['ownedBy', 'group:default/gone']], ['owner_unknown']],
    ['a person', [['ownedBy', 'user:default/mia']], ['owner_is_person']],
    [
      'a team gone and a person',
      [
        ['ownedBy', 'group:default/gone'],
        ['ownedBy', 'user:default/mia'],
      ],
      ['owner_unknown', 'owner_is_person'],
    ],
  ] as [string, [string, string][] | undefined, string[]][])(
    'judges %s',
    (_, relations, rules) => {
      const problems = findOwnerProblems(entityWith({ relations }), gone);
      expect(problems.map(({ rule }) => rule)).toEqual(rules);
    },
  );

  it('only warns about a person', () => {
    expect(
      findOwnerProblems(
        entityWith({ relations: [['ownedBy', 'user:default/mia']] }),
        gone,
      ),
    ).toEqual([expect.objectContaining({ severity: 'warning' })]);
  });
});

describe('findAnnotationProblems', () => {
  it.each([
    ['all there', { a: '1', b: '2', c: '3' }, []],
    ['one missing', { a: '1' }, ['lacks the annotation b']],
    ['one blank', { a: '1', b: ' ' }, ['lacks the annotation b']],
    [
      'none at all',
      undefined,
      ['lacks the annotation a', 'lacks the annotation b'],
    ],
  ] as [string, Record<string, string> | undefined, string[]][])(
    'judges %s',
    (_, annotations, details) => {
      const problems = findAnnotationProblems(entityWith({ annotations }), [
        'a',
        'b',
      ]);
      expect(problems.map(({ detail }) => detail)).toEqual(details);
    },
  );
});

describe('findRelationProblems', () => {
  it('finds what leads nowhere, and leaves owners to their own check', () => {
    expect(
      findRelationProblems(
        entityWith({
          relations: [
            ['ownedBy', 'group:default/gone'],
            ['dependsOn', 'component:default/gone'],
            ['dependsOn', 'component:default/there'],
          ],
        }),
        gone,
      ),
    ).toEqual([
      {
        rule: 'relation_dangling',
        severity: 'error',
        detail: 'dependsOn component:default/gone, which does not exist',
      },
    ]);
  });

  it('finds nothing in an entity without relations', () => {
    expect(findRelationProblems(entityWith({}), gone)).toEqual([]);
  });
});
