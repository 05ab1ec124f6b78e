import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderWithRuns } from '../__testUtils__/render';
import { ActionButton } from './ActionButton';

const allowed = { allowed: true, reason: null };
const refused = {
  allowed: false,
  reason: 'You need the permission workflow-runs.run.cancel',
};

describe('ActionButton', () => {
  it('does what it is for', async () => {
    const user = userEvent.setup();
    const onClick = jest.fn();
    renderWithRuns(
      <ActionButton action={allowed} onClick={onClick}>
        Cancel
      </ActionButton>,
    );
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(onClick).toHaveBeenCalledTimes(1);
  });

  it('says by keyboard why it is refused, and does nothing', async () => {
    const user = userEvent.setup();
    const onClick = jest.fn();
    renderWithRuns(
      <ActionButton action={refused} onClick={onClick} size="small">
        Cancel
      </ActionButton>,
    );
    const button = await screen.findByRole('button', { name: /Cancel/ });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    while (document.activeElement !== button) await user.tab();
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'workflow-runs.run.cancel',
    );
    await user.keyboard('{Enter}');
    expect(onClick).not.toHaveBeenCalled();
  });

  it('is refused while it is not known, and while it is busy', async () => {
    renderWithRuns(
      <>
        <ActionButton action={undefined}>Unknown</ActionButton>
        <ActionButton action={allowed} busy>
          Busy
        </ActionButton>
      </>,
    );
    expect(
      await screen.findByRole('button', { name: /Unknown|Not available/ }),
    ).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('button', { name: 'Busy' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('does not submit the form that it refuses', async () => {
    const user = userEvent.setup();
    const onSubmit = jest.fn(event => event.preventDefault());
    renderWithRuns(
      <form onSubmit={onSubmit}>
        <ActionButton type="submit" action={refused}>
          Launch
        </ActionButton>
      </form>,
    );
    await user.click(await screen.findByText('Launch'));
    expect(onSubmit).not.toHaveBeenCalled();
  });
});
