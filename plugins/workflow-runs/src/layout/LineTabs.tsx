import { ReactNode } from 'react';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles } from '@material-ui/core/styles';
import {
  sizes,
  statusColorsOf,
  Tone,
  useStatusColors,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: { minHeight: 0 },
    tab: {
      minWidth: 0,
      minHeight: 44,
      padding: '0 14px',
      // Longer languages than English have as many tabs.
      [theme.breakpoints.down('md')]: { padding: '0 8px' },
      textTransform: 'none',
      letterSpacing: 'normal',
      fontSize: 14,
      fontWeight: 500,
      opacity: 1,
      color: statusColorsOf(theme).quiet,
      '&$selected': { color: theme.palette.text.primary },
      // The portal's theme styles tabs for its page header.
      '&:hover': { color: theme.palette.text.primary, background: 'none' },
    },
    dense: { minHeight: 36, padding: '0 10px', fontSize: 13 },
    selected: {},
    count: {
      marginLeft: 8,
      padding: '0 6px',
      borderRadius: sizes.radius.pill,
      fontSize: 11,
      lineHeight: '18px',
      fontVariantNumeric: 'tabular-nums',
      backgroundColor: statusColorsOf(theme).skipped.wash,
      color: statusColorsOf(theme).skipped.text,
    },
    label: { display: 'flex', alignItems: 'center' },
  }),
  { name: 'WorkflowRunsTabs' },
);

/** One tab. */
export interface LineTab<Id extends string> {
  id: Id;
  label: ReactNode;
  count?: number | string;
  /** What the count means, where it means something. */
  tone?: Tone;
}

/** Tabs underlined in the portal's colour; {@link LineTabPanel} shows what belongs to one. */
export function LineTabs<Id extends string>(props: {
  tabs: LineTab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  label: string;
  /** Prefix of the ids that tie tabs to panels. */
  idPrefix: string;
  dense?: boolean;
}) {
  const { tabs, value, onChange, label, idPrefix, dense } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  return (
    <Tabs
      value={value}
      onChange={(_, id: Id) => onChange(id)}
      aria-label={label}
      indicatorColor="primary"
      variant="scrollable"
      scrollButtons="auto"
      className={classes.root}
    >
      {tabs.map(tab => (
        <Tab
          key={tab.id}
          value={tab.id}
          id={`${idPrefix}-tab-${tab.id}`}
          aria-controls={`${idPrefix}-panel-${tab.id}`}
          disableRipple
          classes={{
            root: `${classes.tab} ${dense ? classes.dense : ''}`,
            selected: classes.selected,
          }}
          label={
            <span className={classes.label}>
              {tab.label}{' '}
              {tab.count !== undefined && (
                <span
                  className={classes.count}
                  style={
                    tab.tone && {
                      color: colors[tab.tone].text,
                      backgroundColor: colors[tab.tone].wash,
                    }
                  }
                >
                  {tab.count}
                </span>
              )}
            </span>
          }
        />
      ))}
    </Tabs>
  );
}

/** What belongs to a tab. */
export function LineTabPanel(props: {
  id: string;
  idPrefix: string;
  children: ReactNode;
}) {
  const { id, idPrefix, children } = props;
  return (
    <div
      role="tabpanel"
      id={`${idPrefix}-panel-${id}`}
      aria-labelledby={`${idPrefix}-tab-${id}`}
    >
      {children}
    </div>
  );
}
