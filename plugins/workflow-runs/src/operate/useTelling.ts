import { useState } from 'react';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  RunRequest,
  useRunQuery,
  useRunRequest,
} from 'backstage-plugin-workflow-runs-react';
import { Way } from './ways';

type Followed = Pick<RunRequest<never, unknown>, 'phase' | 'error' | 'answer'>;

/** What a run has answered. */
export interface TellAnswer {
  /** Name of what was asked. */
  of: string;
  /** Undefined where it has done what was asked and answered nothing. */
  value: Json | undefined;
}

/** Telling a run something, or asking it, in the way that is chosen. */
export interface Telling {
  /** What a dialog follows: one that stays open to show an answer is not over with it. */
  followed: Followed;
  /** What the way that is chosen has answered last. */
  answer: TellAnswer | undefined;
  send: (name: string, value: Json) => void;
}

/** @param stays - whether the dialog is there to show an answer */
export function useTelling(runId: string, way: Way, stays: boolean): Telling {
  const event = useRunRequest(runId, 'sendEvent', { action: 'send_event' });
  const update = useRunRequest(runId, 'updateRun', { action: 'update' });
  const query = useRunQuery(runId);
  const [sent, setSent] = useState<Partial<Record<Way, string>>>({});
  const of = sent[way] ?? '';
  const remember = (name: string) => setSent(all => ({ ...all, [way]: name }));

  if (way === 'event') {
    return {
      followed: event,
      answer: undefined,
      send: (name, payload) => event.send({ name, payload }),
    };
  }
  const request = way === 'update' ? update : query;
  const isDone = request.phase === 'done';
  const value =
    way === 'update'
      ? update.settled?.result ?? update.answer?.result
      : query.answer?.value;
  return {
    followed: isDone && stays ? { ...request, phase: 'idle' } : request,
    answer: isDone ? { of, value } : undefined,
    send: (name, asked) => {
      remember(name);
      if (way === 'update') update.send({ name, input: asked });
      else query.send({ name, args: argumentsOf(asked) });
    },
  };
}

/** A list is one argument after another; anything else is the only one. */
function argumentsOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}
