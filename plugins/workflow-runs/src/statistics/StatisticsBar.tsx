import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RunFacet,
  RunFilter,
  Statistics,
} from 'backstage-plugin-workflow-runs-common';
import {
  formatZone,
  sizes,
  statusColorsOf,
  useFormats,
  useRunFacet,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallSelect } from '../layout/SmallSelect';
import { splitValues } from '../runs-list/address/values';
import { only } from './runsQuery';
import { TimeChooser } from './TimeChooser';
import { StatisticsAddressing } from './useStatisticsAddress';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 8px',
      minHeight: sizes.control,
    },
    time: {
      marginLeft: 'auto',
      fontSize: 12,
      lineHeight: '16px',
      textAlign: 'right',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsStatisticsBar' },
);

/** What the statistics are of: which time, and which of the runs. */
export function StatisticsBar(props: {
  address: StatisticsAddressing;
  /** What the page is about, without what the reader has chosen. */
  scope: RunFilter;
  /** Versions of different workflows have nothing in common. */
  several: boolean;
  statistics: Statistics | undefined;
  /** More to choose. */
  children?: ReactNode;
}) {
  const { address, scope, several, statistics, children } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.root}>
      <TimeChooser
        time={address.time}
        shown={statistics}
        onChange={address.chooseTime}
      />
      {children}
      <FacetSelect
        facet="environment"
        address={address}
        scope={scope}
        label={t('statistics.columns.environment')}
        all={t('statistics.all.environment')}
      />
      {!several && (
        <FacetSelect
          facet="version"
          address={address}
          scope={scope}
          label={t('statistics.columns.version')}
          all={t('statistics.all.version')}
        />
      )}
      {statistics && (
        <div className={classes.time}>
          <TimeSpan {...statistics} />
        </div>
      )}
    </div>
  );
}

/** Chooses one of the values that runs have. */
function FacetSelect(props: {
  facet: RunFacet & ('environment' | 'version');
  address: StatisticsAddressing;
  scope: RunFilter;
  label: string;
  all: string;
}) {
  const { facet, address, scope, label, all } = props;
  const { values } = useRunFacet(facet, scope);
  const value = address.narrowed[facet] ?? '';
  // An address may name what no run has, or several at once.
  const known = [...new Set([...values.map(each => only(each.value)), value])];
  return (
    <SmallSelect
      label={label}
      value={value}
      onChange={chosen => address.narrow({ [facet]: chosen })}
      options={[
        { value: '', label: all },
        ...known.filter(Boolean).map(each => ({
          value: each,
          label: splitValues(each).join(', '),
        })),
      ]}
    />
  );
}

/** Which time it is, in the zone in which its days begin. */
function TimeSpan({ from, to, timeZone }: Statistics) {
  const { locale } = useFormats();
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  return (
    <>
      {format.formatRange(new Date(from), new Date(to))}
      <br />
      {formatZone()}
    </>
  );
}
