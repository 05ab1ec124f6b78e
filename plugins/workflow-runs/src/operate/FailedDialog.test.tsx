import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { OperationsProvider, useOperations } from './OperationsContext';

jest.mock('./OperationDialog', () => ({
  OperationDialog() {
    throw new Error('an offer that nobody knows');
  },
}));

function Opener() {
  const open = useOperations();
  return (
    <button
      type="button"
      onClick={event => open({ kind: 'pause' }, event.currentTarget)}
    >
      Pause
    </button>
  );
}

it('keeps the failure of a dialog to the dialog', async () => {
  // React tells of each failure on the console, too.
  const silent = jest.spyOn(console, 'error').mockImplementation(() => {});
  const user = userEvent.setup();
  renderScreen(
    <OperationsProvider snapshot={aSnapshot()} hrefOf={id => id}>
      <Opener />
    </OperationsProvider>,
    new FakeWorkflowRuns(),
  );
  await user.click(await screen.findByRole('button', { name: 'Pause' }));
  const dialog = await screen.findByRole('dialog', { name: 'The dialog' });
  expect(dialog).toHaveTextContent('The dialog cannot be shown');
  await user.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() =>
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
  );
  expect(screen.getByRole('button', { name: 'Pause' })).toBeInTheDocument();
  silent.mockRestore();
});
