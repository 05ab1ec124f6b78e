import { ComponentType } from 'react';
import { SvgIconProps } from '@material-ui/core/SvgIcon';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import TrendingDown from '@material-ui/icons/TrendingDown';
import Whatshot from '@material-ui/icons/Whatshot';
import { Slo } from 'backstage-plugin-workflow-runs-common';
import { Tone } from 'backstage-plugin-workflow-runs-react';

/** How urgent an objective is; `few` where too few runs tell. */
export type State = NonNullable<Slo['severity']> | 'few';

export const stateOf = ({ severity }: Pick<Slo, 'severity'>): State =>
  severity ?? 'few';

/** How a state looks; never by its colour alone. */
export const LOOKS: Record<
  State,
  { tone: Tone; Icon: ComponentType<SvgIconProps> }
> = {
  exhausted: { tone: 'failed', Icon: ErrorOutline },
  fast_burn: { tone: 'failed', Icon: Whatshot },
  slow_burn: { tone: 'waiting', Icon: TrendingDown },
  ok: { tone: 'completed', Icon: CheckCircleOutline },
  few: { tone: 'skipped', Icon: HelpOutline },
};

/** What somebody should look at, the most urgent first. */
export const URGENT: readonly Slo['severity'][] = [
  'exhausted',
  'fast_burn',
  'slow_burn',
];

export const isUrgent = ({ severity }: Pick<Slo, 'severity'>): boolean =>
  URGENT.includes(severity);
