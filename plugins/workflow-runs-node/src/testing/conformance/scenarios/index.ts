import { Theme } from '../scenario';
import { approvals } from './approvals';
import { cancels } from './cancels';
import { children } from './children';
import { conditions } from './conditions';
import { events } from './events';
import { failures } from './failures';
import { fanOutFailures } from './fanOutFailures';
import { fanOuts } from './fanOuts';
import { forces } from './forces';
import { holds } from './holds';
import { interventions } from './interventions';
import { joins } from './joins';
import { losses } from './losses';
import { nodeActions } from './nodeActions';
import { order } from './order';
import { pauses } from './pauses';
import { refusals } from './refusals';
import { reopenings } from './reopenings';
import { retries } from './retries';
import { rollbacks } from './rollbacks';
import { targets } from './targets';
import { timeouts } from './timeouts';
import { validations } from './validations';

/** What every executor of workflows has to do alike, by subject. @public */
export const conformanceThemes: readonly Theme[] = [
  { name: 'the order of steps', scenarios: order },
  { name: 'joins, room and output', scenarios: joins },
  { name: 'conditions', scenarios: conditions },
  { name: 'retries', scenarios: retries },
  { name: 'time-outs', scenarios: timeouts },
  { name: 'lost attempts', scenarios: losses },
  { name: 'validators', scenarios: validations },
  { name: 'waits and events', scenarios: events },
  { name: 'approvals', scenarios: approvals },
  { name: 'fan-outs', scenarios: fanOuts },
  { name: 'fan-outs that fail', scenarios: fanOutFailures },
  { name: 'runs of other workflows', scenarios: children },
  { name: 'failures', scenarios: failures },
  { name: 'failures that hold the run', scenarios: holds },
  { name: 'pausing', scenarios: pauses },
  { name: 'canceling', scenarios: cancels },
  { name: 'rolling back', scenarios: rollbacks },
  { name: 'rollbacks that fail', scenarios: interventions },
  { name: 'operations of steps', scenarios: nodeActions },
  { name: 'settling steps by hand', scenarios: forces },
  { name: 'opening a run again', scenarios: reopenings },
  { name: 'what is refused', scenarios: refusals },
  { name: 'targets', scenarios: targets },
];
