import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderWithRuns } from '../__testUtils__/render';
import { apiError } from '../testing';
import { describeError, isPassing } from './describeError';
import { EmptyState } from './EmptyState';
import { ErrorState } from './ErrorState';
import { ForbiddenState } from './ForbiddenState';
import { RowsSkeleton } from './Skeletons';
import { StaleNote } from './StaleNote';

describe('describeError', () => {
  it.each([
    [apiError(400), 'invalid'],
    [apiError(401), 'signedOut'],
    [apiError(403), 'forbidden'],
    [apiError(404), 'notFound'],
    [apiError(409), 'conflict'],
    [apiError(418), 'invalid'],
    [apiError(500), 'server'],
    [new TypeError('Failed to fetch'), 'network'],
    [undefined, 'network'],
  ])('finds the kind of %s', (error, kind) => {
    expect(describeError(error).kind).toBe(kind);
  });

  it('takes out what the backend said', () => {
    const violations = [
      { pointer: '/pageSize', rule: 'maximum', message: 'must be <= 100' },
    ];
    const allowedActions = { cancel: { allowed: false, reason: 'It ended' } };
    expect(
      describeError(
        apiError(409, { message: 'No', violations, allowedActions }),
      ),
    ).toEqual({
      kind: 'conflict',
      status: 409,
      message: 'No',
      permission: undefined,
      violations,
      allowedActions,
    });
  });

  it('finds a permission of several words', () => {
    const message = 'Missing permission workflow-runs.run.read-io.';
    expect(describeError(apiError(403, { message })).permission).toBe(
      'workflow-runs.run.read-io',
    );
  });

  it('finds the permission in the answer or in its words', () => {
    expect(describeError(apiError(403, { permission: 'a.b' })).permission).toBe(
      'a.b',
    );
    expect(
      describeError(apiError(403, { message: 'needs workflow-runs.run.read.' }))
        .permission,
    ).toBe('workflow-runs.run.read');
  });

  it('knows when asking again can help', () => {
    expect(isPassing(new TypeError('Failed to fetch'))).toBe(true);
    expect(isPassing(apiError(503))).toBe(true);
    expect(isPassing(apiError(404))).toBe(false);
  });
});

describe('the states', () => {
  it('offer to try again, and the details', async () => {
    const user = userEvent.setup();
    const onRetry = jest.fn();
    renderWithRuns(
      <ErrorState
        error={apiError(500, { message: 'database is locked' })}
        title="The logs could not be loaded"
        onRetry={onRetry}
      />,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The logs could not be loadedThe backend has failed.',
    );
    await user.click(screen.getByRole('button', { name: 'Details' }));
    expect(screen.getByText(/500 · database is locked/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('offer nothing where it does not exist', async () => {
    renderWithRuns(
      <ErrorState
        error={apiError(404)}
        title="It could not be loaded"
        notFound="This run does not exist or you may not see it"
      />,
    );
    expect(
      await screen.findByText('This run does not exist or you may not see it'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('name the permission that is missing', async () => {
    renderWithRuns(
      <ErrorState
        error={apiError(403, { message: 'needs workflow-runs.run.read' })}
        title="It could not be loaded"
      />,
    );
    expect(
      await screen.findByText(/permission workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });

  it('say where to ask when no permission is named', async () => {
    renderWithRuns(<ForbiddenState />);
    expect(await screen.findByText(/Ask whoever/)).toBeInTheDocument();
  });

  it('say how old a stale list is, and why', async () => {
    const onRetry = jest.fn();
    renderWithRuns(
      <StaleNote
        since={Date.now() - 12_500}
        error={new TypeError('Failed to fetch')}
        onRetry={onRetry}
      />,
    );
    expect(
      await screen.findByText(
        /as of 1\d s ago\. The backend cannot be reached/,
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalled();
  });

  it('say what would fill an empty list', async () => {
    renderWithRuns(<EmptyState title="No runs yet">Launch one.</EmptyState>);
    expect(await screen.findByText('Launch one.')).toBeInTheDocument();
  });

  it('have the shape of what is loading', async () => {
    renderWithRuns(<RowsSkeleton rows={3} rowHeight={48} />);
    expect(await screen.findByRole('status')).toHaveTextContent('Loading');
  });
});
