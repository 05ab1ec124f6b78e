import { ReactElement } from 'react';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';
import { Act, inTurn, see } from './acts';
import { breakdown, failing, offline, refusal, silent } from './backends';
import { passTime } from './frozenClock';
import { GalleryState } from './screen';

/** What the states of a list or a panel are made from. */
export interface ListLike {
  element: ReactElement;
  backend: () => FakeWorkflowRuns;
  query?: string;
  /** The routes that it reads. */
  routes: string[];
  /** How it says that it could not be read: "The notes could not be loaded". */
  error: string;
  /** What it says while there is nothing in it, and the backend of which that holds. */
  empty: { backend: () => FakeWorkflowRuns; sees: string };
  /** What is to be seen of its content, and what makes it read that anew. */
  content: { sees: string; readAnew?: Act };
}

const AGE_MS = 72_000;

/** The states that every list and panel has beside the ones in which it shows what there is. */
export function fiveStates(list: ListLike): Record<string, GalleryState> {
  const { element, backend, query, routes, error, empty, content } = list;
  const common = { element, query };
  const states: Record<string, GalleryState> = {
    loading: {
      ...common,
      backend: silent(backend, ...routes),
      // Said to who does not see the skeleton.
      sees: 'Loading',
    },
    empty: { ...common, ...empty },
    error: {
      ...common,
      backend: failing(backend, breakdown(), ...routes),
      sees: error,
    },
    forbidden: {
      ...common,
      backend: failing(backend, refusal(), ...routes),
      sees: 'You may not see this',
    },
  };
  if (content.readAnew) {
    states.stale = {
      ...common,
      backend,
      act: inTurn(
        see(content.sees),
        async api => {
          passTime(AGE_MS);
          routes.forEach(route => api.fail(route, offline()));
        },
        content.readAnew,
      ),
      sees: 'Shown as of',
    };
  }
  return states;
}

/** The states under names that begin with that of the list: `logs-empty`. */
export function named(
  name: string,
  states: Record<string, GalleryState>,
): Record<string, GalleryState> {
  return Object.fromEntries(
    Object.entries(states).map(([id, state]) => [`${name}-${id}`, state]),
  );
}
