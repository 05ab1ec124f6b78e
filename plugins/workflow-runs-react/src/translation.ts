import {
  createTranslationRef,
  TranslationRef,
} from '@backstage/frontend-plugin-api';
import { alerts } from './translations/alerts';
import { bulk } from './translations/bulk';
import { compare } from './translations/compare';
import { decisions } from './translations/decisions';
import { engines } from './translations/engines';
import { failures } from './translations/failures';
import { files } from './translations/files';
import { happening } from './translations/happening';
import { history } from './translations/history';
import { launch } from './translations/launch';
import { list } from './translations/list';
import { logs } from './translations/logs';
import { operate } from './translations/operate';
import { portal } from './translations/portal';
import { privacy } from './translations/privacy';
import { retention } from './translations/retention';
import { run } from './translations/run';
import { settings } from './translations/settings';
import { slos } from './translations/slos';
import { states } from './translations/states';
import { statistics } from './translations/statistics';
import { steps } from './translations/steps';
import { views } from './translations/views';
import { webhooks } from './translations/webhooks';
import { words } from './translations/words';

/** Every text of the screens, in English, by its key. @public */
export const workflowRunsMessages = {
  ...words,
  ...states,
  ...views,
  ...list,
  ...run,
  ...happening,
  ...operate,
  ...decisions,
  ...steps,
  ...compare,
  ...logs,
  ...failures,
  ...files,
  ...history,
  ...launch,
  ...bulk,
  ...portal,
  ...statistics,
  ...slos,
  ...settings,
  ...privacy,
  ...retention,
  ...alerts,
  ...webhooks,
  ...engines,
};

/**
 * The texts of the screens. Translate them with a `TranslationBlueprint`.
 *
 * Their type is said here: what `createTranslationRef` makes of so many takes the compiler half a minute, and
 * every text that is used some more.
 *
 * @public
 */
export const workflowRunsTranslationRef = createTranslationRef({
  id: 'plugin.workflow-runs',
  messages: workflowRunsMessages as Record<string, string>,
}) as unknown as TranslationRef<
  'plugin.workflow-runs',
  typeof workflowRunsMessages
>;
