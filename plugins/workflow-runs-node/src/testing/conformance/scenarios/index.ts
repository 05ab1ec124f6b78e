import type { Theme } from '../describeConformance';
import { cancels } from './cancels';
import { conditions } from './conditions';
import { failures } from './failures';
import { losses } from './losses';
import { order } from './order';
import { retries } from './retries';

/** What every executor of workflows has to do alike, by subject. @public */
export const conformanceThemes: readonly Theme[] = [
  { name: 'the order of steps', scenarios: order },
  { name: 'conditions', scenarios: conditions },
  { name: 'retries', scenarios: retries },
  { name: 'lost attempts', scenarios: losses },
  { name: 'failures', scenarios: failures },
  { name: 'canceling', scenarios: cancels },
];
