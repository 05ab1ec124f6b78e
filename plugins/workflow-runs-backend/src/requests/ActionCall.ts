import {
  BackstageCredentials,
  BackstagePrincipalTypes,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';
import { AuditOrigin } from 'backstage-plugin-workflow-runs-common';

/** Somebody who can ask for something: a user, or a service. */
export type AskerCredentials = BackstageCredentials<
  BackstagePrincipalTypes['user'] | BackstagePrincipalTypes['service']
>;

/**
 * Something that is asked by an action of Backstage, in the name of whoever uses it: an agent, a template, a
 * tool. The request by which it came is not known here, only who it is and through whom.
 */
export class ActionCall {
  constructor(
    private readonly options: {
      /** Name of the action. */
      action: string;
      credentials: AskerCredentials;
      /** What makes it happen once. */
      idempotencyKey?: string;
    },
  ) {}

  get credentials(): AskerCredentials {
    return this.options.credentials;
  }

  get idempotencyKey(): string | undefined {
    return this.options.idempotencyKey;
  }

  /** It says by which action, and through which plugin it was used, such as that of agents or templates. */
  get origin(): AuditOrigin {
    const { principal } = this.options.credentials;
    const through = principal.type === 'user' && principal.actor?.subject;
    return {
      remoteAddress: null,
      userAgent: `Backstage action ${this.options.action}${
        through ? `, through ${through}` : ''
      }`,
      requestId: null,
    };
  }
}

/** By what something is asked. */
export type Asker = Request | ActionCall;
