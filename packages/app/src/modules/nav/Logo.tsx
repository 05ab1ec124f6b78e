import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    height: 3 * sidebarConfig.logoHeight,
    paddingLeft: 22,
    gap: 14,
    color: theme.palette.common.white,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    '&:hover': { textDecoration: 'none' },
  },
  mark: { flex: 'none', width: 28, height: 28 },
  name: { fontSize: 16, fontWeight: 500 },
}));

export function Logo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  const title = useApi(configApiRef).getOptionalString('app.title') ?? 'Portal';
  return (
    <Link to="/" underline="none" aria-label={title} className={classes.root}>
      <svg className={classes.mark} viewBox="0 0 32 32" aria-hidden>
        <g
          fill="none"
          stroke="currentColor"
          strokeWidth="2.5"
          strokeLinejoin="round"
          strokeLinecap="round"
        >
          <rect x="3" y="3" width="10" height="7" rx="1.5" />
          <rect x="19" y="12" width="10" height="7" rx="1.5" />
          <rect x="19" y="23" width="10" height="6" rx="1.5" />
          <path d="M8 10v16h11M8 15.500h11" />
        </g>
      </svg>
      {isOpen && (
        <Typography component="span" className={classes.name}>
          {title}
        </Typography>
      )}
    </Link>
  );
}
