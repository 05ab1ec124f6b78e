import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { BODIES } from '../../../__testUtils__/bodies';
import { Answer, Ask, AsksOf, NONE, pathTo } from './Ask';
import { Oracle } from './Oracle';
import { World } from './World';

/** Of a group, the failed runs that the caller may see. */
const seenIn = (world: World, oracle: Oracle, workflow: number) =>
  world.failedIn(workflow).filter(index => oracle.sees(index));

const ofGroups =
  (id: RouteId): AsksOf =>
  (world, oracle) =>
    [...world.drawn.workflows.keys()].map(workflow => {
      const seen = seenIn(world, oracle, workflow);
      const own = world.groupId(workflow);
      return {
        path: pathTo(id, { groupId: own }),
        body: BODIES[id],
        absent: seen.length > 0 ? [] : [[own, world.groupId(NONE)]],
        check: ({ status, text }) => {
          if (seen.length === 0 || status !== 200) return;
          const { seen: told, samples } = JSON.parse(text);
          expect(told).toEqual({ count: seen.length, isMore: false });
          expect(
            samples.map(({ runId }: { runId: string }) => runId).sort(),
          ).toEqual(seen.map(index => world.runId(index)).sort());
        },
      };
    });

const lists: AsksOf = (world, oracle) =>
  [undefined, 'prod', 'stage'].map(
    (environment): Ask => ({
      path: `${pathTo('listFailureGroups')}${
        environment ? `?environment=${environment}` : ''
      }`,
      check: answer => checkList(answer, world, oracle, environment),
    }),
  );

function checkList(
  { status, text }: Answer,
  world: World,
  oracle: Oracle,
  environment: string | undefined,
) {
  expect(status).toBe(oracle.has(permissionNames.runRead) ? 200 : 403);
  if (status !== 200) return;
  const wanted = [...world.drawn.workflows.keys()].flatMap(workflow => {
    const seen = seenIn(world, oracle, workflow).filter(
      index =>
        !environment || world.drawn.runs[index].environment === environment,
    );
    return seen.length > 0 ? [[world.groupId(workflow), seen.length]] : [];
  });
  const told = JSON.parse(text).items.map((group: any) => [
    group.id,
    group.seen.count,
  ]);
  expect(told.sort()).toEqual(wanted.sort());
}

/** What is asked of failures that belong together. */
export const failureAsks = {
  listFailureGroups: lists,
  getFailureGroup: ofGroups('getFailureGroup'),
  snoozeFailureGroup: ofGroups('snoozeFailureGroup'),
  resolveFailureGroup: ofGroups('resolveFailureGroup'),
  reopenFailureGroup: ofGroups('reopenFailureGroup'),
  setFailureRunbook: ofGroups('setFailureRunbook'),
} satisfies Partial<Record<RouteId, AsksOf>>;
