import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { shortenId } from 'backstage-plugin-workflow-runs-common';
import { renderWithRuns } from '../__testUtils__/render';
import { RunId } from './RunId';

describe('shortenId', () => {
  it.each([
    ['run_short', 'run_short'],
    ['run_01JDA8M2Q6ZK3V7QK', 'run_01JD…V7QK'],
  ])('shows %s as %s', (id, short) => {
    expect(shortenId(id)).toBe(short);
  });
});

describe('RunId', () => {
  it('copies the whole id and says so', async () => {
    const user = userEvent.setup();
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    renderWithRuns(<RunId id="run_01JDA8M2Q6ZK3V7QK" copy />);

    await user.click(
      await screen.findByRole('button', { name: 'Copy run id' }),
    );

    expect(copied).toHaveBeenCalledWith('run_01JDA8M2Q6ZK3V7QK');
    await waitFor(() =>
      expect(screen.getByRole('tooltip')).toHaveTextContent('Copied'),
    );
  });

  it('shows the whole id on hover', async () => {
    renderWithRuns(<RunId id="run_01JDA8M2Q6ZK3V7QK" />);
    expect(await screen.findByText('run_01JD…V7QK')).toHaveAttribute(
      'title',
      'run_01JDA8M2Q6ZK3V7QK',
    );
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
