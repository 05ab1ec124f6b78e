import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { mockServices } from '@backstage/backend-test-utils';
import {
  EngineAction,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import {
  EngineCommandDetails,
  EngineInstance,
  NativeRun,
  RunEngine,
  SyncSubject,
} from 'backstage-plugin-workflow-runs-node';
import { TestSink } from 'backstage-plugin-workflow-runs-node/testing';
import { clusterSchema } from '../../config/schema';
import { createEngines } from '../createEngines';

const never = new AbortController().signal;
const WAIT_MS = 40_000;
let keys = 0;

/** A real server with workflows that know nothing of the portal, and an engine that asks it. */
export class RealWorld {
  static async start(options: { address: string; [option: string]: unknown }) {
    const connection = await Connection.connect({
      address: process.env.TEMPORAL_TEST_ADDRESS,
    });
    const { engines, stop } = createEngines(
      {
        clusters: [
          clusterSchema.parse({
            id: 'temporal',
            limits: { visibilityPerSecond: 20 },
            ...options,
          }),
        ],
        wrong: [],
      },
      { logger: mockServices.logger.mock(), now: Date.now },
    );
    return new RealWorld(new Client({ connection }), engines[0], async () => {
      await stop();
      await connection.close();
    });
  }

  readonly instance: EngineInstance;

  private constructor(
    /** Of the shop, which does not know the portal. */
    readonly shop: Client,
    readonly engine: RunEngine,
    readonly stop: () => Promise<void>,
  ) {
    [this.instance] = engine.instances();
  }

  /** What the engine tells when it is asked for all pages of something. */
  async ask(subject: SyncSubject): Promise<TestSink> {
    const sink = new TestSink();
    let cursor: string | null = null;
    do {
      const { nextCursor }: { nextCursor: string | null } = await this.engine
        .sync!(
        { ...subject, instance: this.instance, cursor, limit: 100 },
        sink,
        never,
      );
      cursor = nextCursor;
    } while (cursor !== null);
    return sink;
  }

  /** What is told of one execution now. */
  async look(nativeId: string): Promise<RunSnapshot | undefined> {
    const run = { namespace: 'default', nativeId };
    return (await this.ask({ kind: 'run', run })).last(nativeId);
  }

  /** Looks at an execution until what is told of it is as it has to be. */
  async until(
    nativeId: string,
    isSo: (told: RunSnapshot) => boolean,
  ): Promise<RunSnapshot> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const told = await this.look(nativeId);
      if (told && isSo(told)) return told;
      if (Date.now() > deadline) {
        throw new Error(`It is not so, but ${JSON.stringify(told, null, 1)}`);
      }
      await sleep(100);
    }
  }

  perform(
    nativeId: string,
    action: EngineAction,
    details: EngineCommandDetails = {},
  ) {
    return this.engine.perform!(
      {
        ...this.at(nativeId),
        action,
        details,
        idempotencyKey: `key-${Date.now()}-${keys++}`,
        actor: 'user:default/ada',
        reason: 'a test',
      },
      never,
    );
  }

  at(nativeId: string): { instance: EngineInstance; run: NativeRun } {
    return {
      instance: this.instance,
      run: { namespace: 'default', nativeId },
    };
  }
}

export function stepOf(told: RunSnapshot | undefined, key: string) {
  return told?.steps.find(step => step.key === key);
}

export function endOfRun(told: RunSnapshot | undefined) {
  return told?.passages.at(-1)?.end;
}
