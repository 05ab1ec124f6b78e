import { fireEvent, screen } from '@testing-library/react';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { Boundary, CardBoundary, PanelBoundary } from './Boundary';

let broken = true;
function Fragile(props: { of?: string }) {
  if (broken) throw new Error('no dependsOn');
  return <span>whole {props.of}</span>;
}

let silent: jest.SpyInstance;
beforeEach(() => {
  broken = true;
  // React tells of each failure on the console, too.
  silent = jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  silent.mockRestore();
});

describe('Boundary', () => {
  it('keeps a failure to the part, which says so and can be tried again', async () => {
    renderScreen(
      <>
        <CardBoundary part="Steps">
          <Fragile />
        </CardBoundary>
        <span>the rest</span>
      </>,
      new FakeWorkflowRuns(),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Steps cannot be shown',
    );
    expect(screen.getByRole('region', { name: 'Steps' })).toBeInTheDocument();
    expect(screen.getByText('the rest')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Details' }));
    expect(screen.getByText('Error: no dependsOn')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByRole('alert')).toBeInTheDocument();
    broken = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByText('whole')).toBeInTheDocument();
  });

  it('tries another thing anew', async () => {
    const cell = (of: string) => (
      <Boundary of={of} fallback={() => <span>–</span>}>
        <Fragile of={of} />
      </Boundary>
    );
    const { rerender } = renderScreen(
      <PanelBoundary part="Logs">{cell('a')}</PanelBoundary>,
      new FakeWorkflowRuns(),
    );
    expect(await screen.findByText('–')).toBeInTheDocument();
    broken = false;
    rerender(cell('b'));
    expect(screen.getByText('whole b')).toBeInTheDocument();
  });
});
