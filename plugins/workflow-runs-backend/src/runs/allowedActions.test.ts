import {
  permissionNames,
  permissionOfAction,
  remarkActionSchema,
  runActionSchema,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { allowedActions, allowedLaunch } from './allowedActions';

const can = {
  launch: true,
  actions: [...runActionSchema.options],
  logs: true,
  artifacts: true,
};
const cannot = { ...can, launch: false, actions: [] };
const yes = () => true;
const no = () => false;
const cancelIn = (status: string, capabilities = can, permits = yes) =>
  allowedActions(
    {
      status,
      pauseRequested: false,
      needsIntervention: false,
      blockedReason: null,
    },
    capabilities,
    permits,
  ).cancel;

describe('cancel', () => {
  it.each(['queued', 'running', 'paused', 'waiting_human'])(
    'is allowed in %s',
    status => {
      expect(cancelIn(status)).toEqual({ allowed: true, reason: null });
    },
  );

  it.each([
    ['canceling', 'The run is being canceled already'],
    ['completed', 'The run has ended: it is completed'],
    ['failed', 'The run has ended: it is failed'],
    ['canceled', 'The run has ended: it is canceled'],
  ])('is refused in %s', (status, reason) => {
    expect(cancelIn(status)).toEqual({ allowed: false, reason });
  });

  it('is decided in every status that there is', () => {
    for (const status of runStatusSchema.options) {
      const { allowed, reason } = cancelIn(status);
      expect(allowed).toBe(reason === null);
    }
  });

  it('names the engine before the state, and the state before the permission', () => {
    expect(cancelIn('failed', cannot, no).reason).toBe(
      'This engine cannot do that: cancel',
    );
    expect(cancelIn('failed', can, no).reason).toMatch('has ended');
    expect(cancelIn('running', can, no).reason).toBe(
      `You need the permission ${permissionNames.runCancel}`,
    );
  });
});

describe('what people say about a run', () => {
  const run = {
    pauseRequested: false,
    needsIntervention: false,
    blockedReason: null,
  };

  it.each(remarkActionSchema.options)(
    '%s is allowed in every status, whatever the engine can do',
    action => {
      for (const status of runStatusSchema.options) {
        expect(allowedActions({ ...run, status }, cannot, yes)[action]).toEqual(
          { allowed: true, reason: null },
        );
      }
    },
  );

  it.each(remarkActionSchema.options)('%s needs its permission', action => {
    const decided = allowedActions({ ...run, status: 'failed' }, cannot, no);

    expect(decided[action].reason).toBe(
      `You need the permission ${permissionOfAction[action]}`,
    );
  });
});

describe('launch', () => {
  const workflow = { engine: 'embedded', definitionHash: 'abc' };
  const undefinedOne = { ...workflow, definitionHash: null };

  it('needs an engine that can, a definition, and the permission', () => {
    expect(allowedLaunch(workflow, can, yes).allowed).toBe(true);
    expect(allowedLaunch(workflow, cannot, yes).reason).toMatch('engine');
    expect(allowedLaunch(undefinedOne, can, yes).reason).toMatch('engine');
    expect(allowedLaunch(workflow, can, no).reason).toBe(
      `You need the permission ${permissionNames.runLaunch}`,
    );
  });

  it('needs no definition where the engine is elsewhere', () => {
    const elsewhere = { ...undefinedOne, engine: 'ci' };

    expect(allowedLaunch(elsewhere, can, yes).allowed).toBe(true);
    expect(allowedLaunch(elsewhere, cannot, yes).allowed).toBe(false);
  });
});
