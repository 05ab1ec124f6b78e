import {
  actionsRegistryServiceFactory,
  actionsServiceFactory,
} from '@backstage/backend-defaults/alpha';
import { Knex } from 'knex';
import { TestPortal } from '../../__testUtils__/TestPortal';

/** What an action has answered: its output, or what it was refused with. */
export interface Answered {
  status: number;
  output?: any;
  error?: { name: string; message: string };
}

/** A backend in which actions are used as Backstage uses them. */
export class ActionPortal {
  static async start(
    options: Parameters<typeof TestPortal.start>[0] & { knex: Knex },
  ): Promise<ActionPortal> {
    const portal = await TestPortal.start({
      ...options,
      beside: {
        features: [actionsRegistryServiceFactory, actionsServiceFactory],
        config: { app: { baseUrl: 'https://portal.example' } },
      },
    });
    return new ActionPortal(portal);
  }

  private constructor(readonly portal: TestPortal) {}

  stop(): Promise<void> {
    return this.portal.stop();
  }

  /** What Backstage knows of the actions. */
  async list(): Promise<any[]> {
    const { actions } = await this.#ask('', 'service');
    return actions;
  }

  /** Uses an action. */
  async use(name: string, input: object, who = 'admin'): Promise<Answered> {
    const path = `/workflow-runs:${name}/invoke`;
    const { status, ...body } = await this.#ask(path, who, input);
    return { status, output: body.output, error: body.error };
  }

  /** The output of an action that is expected to succeed. */
  async output(name: string, input: object, who?: string): Promise<any> {
    const { output, error } = await this.use(name, input, who);
    if (error) throw new Error(`${name}: ${error.name}: ${error.message}`);
    return output;
  }

  async #ask(path: string, who: string, input?: object): Promise<any> {
    const response = await fetch(
      `${this.portal.url}/.backstage/actions/v1/actions${path}`,
      {
        method: input ? 'POST' : 'GET',
        headers: {
          ...this.portal.headersOf(who),
          'Content-Type': 'application/json',
        },
        body: input && JSON.stringify(input),
      },
    );
    return { status: response.status, ...((await response.json()) as object) };
  }
}
