import { GalleryScreen } from '../screen';
import { alerts } from './alerts';
import { compare } from './compare';
import { dialogs } from './dialogs';
import { engines } from './engines';
import { entityTabs } from './entityTabs';
import { failures } from './failures';
import { launch } from './launch';
import { live } from './live';
import { monitor } from './monitor';
import { privacy } from './privacy';
import { retention } from './retention';
import { runPage } from './runPage';
import { runsList } from './runsList';
import { runTabs } from './runTabs';
import { settings } from './settings';
import { slos } from './slos';
import { statistics } from './statistics';
import { stepPanel } from './stepPanel';
import { steps } from './steps';
import { webhooks } from './webhooks';

/** All screens, by what they are called in the address. */
export const screens: Record<string, GalleryScreen> = {
  'runs-list': runsList,
  failures,
  launch,
  'run-page': runPage,
  dialogs,
  steps,
  'step-panel': stepPanel,
  'run-tabs': runTabs,
  compare,
  'entity-tabs': entityTabs,
  statistics,
  settings,
  slos,
  retention,
  alerts,
  monitor,
  live,
  privacy,
  webhooks,
  engines,
};
