import { RouteId, routes } from 'backstage-plugin-workflow-runs-common';
import { Oracle } from './Oracle';
import { World } from './World';

/** What somebody is told: all of it, with what headers say. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Something that is asked of a route. */
export interface Ask {
  /** Below `/v1`. */
  path: string;
  body?: object;
  /**
   * What it names that is not there for the caller, and what there is not at all: asking for the one or the
   * other has to be answered alike.
   */
  absent?: [hidden: string, none: string][];
  /** What has to be told to whoever may see something. */
  check?: (answer: Answer) => void;
}

/** An index that no run, job or view of a world has. */
export const NONE = 900;

/** What is asked of one route, all in all. */
export type AsksOf = (world: World, oracle: Oracle) => Ask[];

/** A path of a route with its parameters. */
export function pathTo(
  id: RouteId,
  params: Record<string, string> = {},
): string {
  return routes[id].path.replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent(params[name]),
  );
}

/** Where a run is hidden, the pair that says so. */
export function ifHidden(
  world: World,
  oracle: Oracle,
  index: number,
): [string, string][] {
  return oracle.sees(index)
    ? []
    : [[world.runId(index), world.runId(NONE + index)]];
}

/** Asks about each run in turn. */
export const ofRuns =
  (
    id: RouteId,
    {
      query = '',
      body,
      which = () => true,
    }: {
      query?: string;
      body?: object;
      which?: (world: World, oracle: Oracle, index: number) => boolean;
    } = {},
  ): AsksOf =>
  (world, oracle) =>
    [...world.drawn.runs.keys()]
      .filter(index => which(world, oracle, index))
      .map(index => ({
        path: `${pathTo(id, { runId: world.runId(index) })}${query}`,
        body,
        absent: ifHidden(world, oracle, index),
      }));

/** Asks about each of some things that have no part in runs. */
export const ofEach =
  (
    id: RouteId,
    {
      things,
      nameOf,
      isSeen,
      param,
      body,
    }: {
      things: (world: World) => readonly unknown[];
      nameOf: (world: World, index: number) => string;
      isSeen: (oracle: Oracle, index: number) => boolean;
      param: string;
      body?: object;
    },
  ): AsksOf =>
  (world, oracle) =>
    [...things(world).keys()].map(index => ({
      path: pathTo(id, { [param]: nameOf(world, index) }),
      body,
      absent: isSeen(oracle, index)
        ? []
        : [[nameOf(world, index), nameOf(world, NONE + index)]],
    }));

/** Another name of the same shape, as it is and as it is in a path. */
export function hiddenWorkflow(world: World, oracle: Oracle, index: number) {
  const { ref } = world.drawn.workflows[index];
  if (oracle.seesWorkflow(index)) return [];
  const [engine, ...rest] = ref.split('/');
  return [(name: string) => name, encodeURIComponent].map(
    (write): [string, string] => [
      `${engine}/${write(rest.join('/'))}`,
      `${engine}/${write(rest.map(() => 'Q').join('/'))}`,
    ],
  );
}
