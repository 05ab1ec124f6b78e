import { render, screen } from '@testing-library/react';
import { createTheme, ThemeProvider } from '@material-ui/core/styles';
import {
  runStatusSchema,
  stepStatusSchema,
  toneOf,
  wordsOf,
} from 'backstage-plugin-workflow-runs-common';
import { renderWithRuns } from '../__testUtils__/render';
import { statusColors } from '../theme';
import { StatusChip } from './StatusChip';
import { StatusIcon } from './StatusIcon';
import { Tag } from './Tag';

describe('toneOf', () => {
  it.each([
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['lost', 'failed'],
    ['waiting_human', 'waiting'],
    ['canceled', 'skipped'],
    ['from_the_future', 'skipped'],
    ['constructor', 'skipped'],
  ])('gives %s the tone %s', (status, tone) => {
    expect(toneOf(status)).toBe(tone);
  });
});

describe('wordsOf', () => {
  it('makes words of what nobody has words for', () => {
    expect(wordsOf('being_reviewed-again')).toBe('Being reviewed again');
  });
});

describe('StatusChip', () => {
  it.each([
    ...new Set([...runStatusSchema.options, ...stepStatusSchema.options]),
  ])('has a word and an icon for %s', async status => {
    const { container } = renderWithRuns(<StatusChip status={status} />);
    const chip = await screen.findByText(/\w/, { selector: '[data-status]' });
    expect(chip).not.toHaveTextContent('words.');
    expect(container.querySelector('svg')).toHaveAttribute('aria-hidden');
  });

  it('shows a status that it does not know as it came', async () => {
    renderWithRuns(<StatusChip status="being_reviewed" size="small" />);
    expect(await screen.findByText('Being reviewed')).toBeInTheDocument();
  });

  it('can say something nearer', async () => {
    renderWithRuns(<StatusChip status="running" label="Pausing" />);
    expect(await screen.findByText('Pausing')).toBeInTheDocument();
  });
});

describe('StatusIcon', () => {
  it('has a name where no word stands beside it', () => {
    render(<StatusIcon status="failed" title="Failed" />);
    expect(screen.getByRole('img', { name: 'Failed' })).toBeInTheDocument();
  });

  it('takes its colour from the theme', () => {
    const { container } = render(
      <ThemeProvider theme={createTheme({ palette: { type: 'dark' } })}>
        <StatusIcon status="failed" />
      </ThemeProvider>,
    );
    expect(container.querySelector('svg')).toHaveStyle({
      color: statusColors.dark.failed.fill,
    });
  });
});

describe('Tag', () => {
  it('shows what it is given', () => {
    render(
      <Tag title="everything" size="small">
        eu-west
      </Tag>,
    );
    expect(screen.getByTitle('everything')).toHaveTextContent('eu-west');
  });
});
