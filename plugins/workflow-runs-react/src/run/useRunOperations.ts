import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import {
  ActionResult,
  actionRoutes,
  Artifact,
  OperatorAction,
  RouteInput,
  RouteRequest,
  RunExportFormat,
  Routes,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useActOnce } from '../query/useActOnce';
import { useSession } from '../query/WorkflowRunsProvider';
import { entryOf, isUnderWay, refusalOf } from './outcome';
import { useRunActions } from './useRunParts';

/** The routes by which operators launch a run like another one. @public */
export type RepeatRouteId = 'rerun' | 'cloneRun';
/** The routes by which operators act on a run. @public */
export type OperationRouteId = Exclude<
  keyof typeof actionRoutes,
  RepeatRouteId
>;
/** The routes by which people say something about a run. @public */
export type RemarkRouteId = 'annotateRun' | 'tagRun' | 'assignRun';
/** What a route is told. @public */
export type OperationBody<
  Id extends OperationRouteId | RepeatRouteId | RemarkRouteId,
> = RouteRequest<Routes[Id]>['body'];

/** How often the answer of the engine is looked for where no stream tells of it. */
const LOOK_EVERY_MS = 2_000;

/**
 * How something that was asked of a run stands: `waiting` is asked and not confirmed, `done` is
 * carried out, `refused` came to nothing.
 *
 * @public
 */
export type RequestPhase = 'idle' | 'sending' | 'waiting' | 'done' | 'refused';

/** Something that is asked of a run, and what has come of it. @public */
export interface RunRequest<Body, Answer> {
  phase: RequestPhase;
  /** Why it could not be asked, or was refused. */
  error: unknown;
  /** What the backend has answered. */
  answer: Answer | undefined;
  /** What the engine has made of it, where that was waited for. */
  settled?: OperatorAction;
  /** Asks; while it is under way, asking again does nothing. */
  send: (body: Body) => void;
}

/**
 * Asks something of a run, once even where it is sent twice, and follows it until the engine has
 * confirmed or refused it. What is shown of the run is read anew.
 *
 * @public
 */
export function useRunRequest<Id extends OperationRouteId>(
  runId: string,
  route: Id,
  about: { action: RunAction; stepKey?: string },
): RunRequest<OperationBody<Id>, ActionResult> {
  const { action, stepKey = null } = about;
  const sending = useSending<Id>(runId, route);
  // What had been asked before: what is new among the requests is this one.
  const known = useRef<ReadonlySet<string>>(new Set());
  const [settled, setSettled] = useState<OperatorAction>();
  const waiting =
    sending.answer?.status === 'accepted' && settled === undefined;
  const { items } = useRunActions(runId, {
    everyMs: waiting ? LOOK_EVERY_MS : undefined,
  });
  const entry = waiting
    ? entryOf(items, { action, stepKey, known: known.current })
    : undefined;
  const { readAnew } = sending;
  useEffect(() => {
    if (!entry || isUnderWay(entry)) return;
    setSettled(entry);
    readAnew();
  }, [entry, readAnew]);

  return {
    phase: phaseOf(sending, waiting, settled),
    error: (settled && refusalOf(settled)) ?? sending.error,
    answer: sending.answer,
    settled,
    send: body => {
      if (sending.isPending || waiting) return;
      known.current = new Set(items.map(each => each.id));
      setSettled(undefined);
      sending.send(body);
    },
  };
}

/** Launches a run like this one, once even where it is sent twice. @public */
export function useRepeatRun<Id extends RepeatRouteId>(
  runId: string,
  route: Id,
): RunRequest<OperationBody<Id>, ActionResult> {
  const sending = useSending<Id>(runId, route);
  return {
    phase: phaseOf(sending, false, undefined),
    error: sending.error,
    answer: sending.answer,
    send: sending.send,
  };
}

/** Says something about a run, which the portal keeps at once: no engine is asked. @public */
export function useRemark<Id extends RemarkRouteId>(
  runId: string,
  route: Id,
): RunRequest<OperationBody<Id>, ActionResult> {
  const sending = useSending<Id>(runId, route);
  return {
    phase: phaseOf(sending, false, undefined),
    error: sending.error,
    answer: sending.answer,
    send: sending.send,
  };
}

function phaseOf(
  sending: { isPending: boolean; error: unknown; answer: unknown },
  waiting: boolean,
  settled: OperatorAction | undefined,
): RequestPhase {
  if (sending.isPending) return 'sending';
  if (waiting) return 'waiting';
  if (sending.error || (settled && settled.status !== 'completed')) {
    return 'refused';
  }
  return sending.answer ? 'done' : 'idle';
}

function useSending<
  Id extends OperationRouteId | RepeatRouteId | RemarkRouteId,
>(runId: string, route: Id) {
  const { api } = useSession();
  const queryClient = useQueryClient();
  const readAnew = useCallback(() => {
    queryClient.invalidateQueries({ queryKey: keys.run(runId) });
    queryClient.invalidateQueries({ queryKey: keys.actions(runId) });
    queryClient.invalidateQueries({ queryKey: keys.decisions(runId) });
    queryClient.invalidateQueries({ queryKey: keys.annotations(runId) });
    queryClient.invalidateQueries({ queryKey: keys.allRuns() });
  }, [queryClient, runId]);
  const asked = useActOnce<OperationBody<Id>, ActionResult>({
    act: (body, idempotencyKey) =>
      api.call(route, { params: { runId }, body } as RouteInput<Routes[Id]>, {
        idempotencyKey,
      }) as Promise<ActionResult>,
    onSettled: readAnew,
  });
  return { ...asked, readAnew };
}

/** Fetches a run as a file, as the signed-in user. @public */
export function useRunExport() {
  const { api } = useSession();
  return useCallback(
    (runId: string, format: RunExportFormat) =>
      api.downloadRunExport(runId, format),
    [api],
  );
}

/** Makes a link to an artifact that needs no credentials for a while. @public */
export function useArtifactLink() {
  const { api } = useSession();
  return useCallback(
    ({ runId, id }: Artifact) =>
      api.call('getArtifactUrl', { params: { runId, artifactId: id } }),
    [api],
  );
}

/** Fetches the content of an artifact as the signed-in user. @public */
export function useArtifactContent() {
  const { api } = useSession();
  return useCallback(
    (artifact: Artifact) => api.downloadArtifact(artifact),
    [api],
  );
}
