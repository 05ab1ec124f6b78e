import { useCallback, useEffect, useState } from 'react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Progress } from '@backstage/core-components';
import {
  configApiRef,
  discoveryApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { ExampleIdentity } from './ExampleIdentity';
import { ExampleUser, exampleUsers } from './exampleUsers';

const REMEMBERED = 'example-portal:signed-in-as';

const useStyles = makeStyles(theme => ({
  page: {
    minHeight: '100vh',
    boxSizing: 'border-box',
    padding: theme.spacing(10, 3, 3),
    backgroundColor: theme.palette.background.default,
    color: theme.palette.text.primary,
  },
  column: { maxWidth: 960, margin: '0 auto' },
  users: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
    gap: 16,
    padding: 0,
    margin: theme.spacing(4, 0),
    listStyle: 'none',
  },
  user: {
    display: 'flex',
    flexDirection: 'column',
    gap: 8,
    height: '100%',
    boxSizing: 'border-box',
    padding: 20,
  },
  grow: { flex: 1 },
  button: { textTransform: 'none' },
}));

export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const classes = useStyles();
  const discoveryApi = useApi(discoveryApiRef);
  const title = useApi(configApiRef).getOptionalString('app.title') ?? 'Portal';
  const [pending, setPending] = useState(() => rememberedUser());
  const [problem, setProblem] = useState<string>();

  const signIn = useCallback(
    async (user: ExampleUser, isCurrent: () => boolean) => {
      const identity = new ExampleIdentity({
        provider: user.provider,
        discoveryApi,
        onSignOut: () => localStorage.removeItem(REMEMBERED),
      });
      try {
        await identity.getCredentials();
      } catch (error) {
        if (!isCurrent()) return;
        localStorage.removeItem(REMEMBERED);
        setProblem(`Could not sign in as ${user.name.toLowerCase()}: ${error}`);
        setPending(undefined);
        return;
      }
      if (!isCurrent()) return;
      localStorage.setItem(REMEMBERED, user.provider);
      onSignInSuccess(identity);
    },
    [discoveryApi, onSignInSuccess],
  );

  useEffect(() => {
    let current = true;
    if (pending) signIn(pending, () => current);
    return () => {
      current = false;
    };
  }, [pending, signIn]);

  if (pending) return <Progress />;
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Typography variant="h3" component="h1">
          {title}
        </Typography>
        <Typography color="textSecondary">
          Choose whom to be. These users need no password; they exist only while
          developing.
        </Typography>
        {problem && (
          <Typography color="error" role="alert">
            {problem}
          </Typography>
        )}
        <ul className={classes.users}>
          {exampleUsers.map(user => (
            <li key={user.provider}>
              <Paper variant="outlined" className={classes.user}>
                <Typography variant="h6" component="h2">
                  {user.name}
                </Typography>
                <Typography color="textSecondary" className={classes.grow}>
                  {user.description}
                </Typography>
                <div>
                  <Button
                    variant="outlined"
                    color="primary"
                    className={classes.button}
                    onClick={() => setPending(user)}
                  >
                    Sign in as {user.name.toLowerCase()}
                  </Button>
                </div>
              </Paper>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}

function rememberedUser(): ExampleUser | undefined {
  const remembered = localStorage.getItem(REMEMBERED);
  return exampleUsers.find(user => user.provider === remembered);
}
