import { Tone } from 'backstage-plugin-workflow-runs-common';
import { statusColors } from './tokens';

const tones: Tone[] = ['completed', 'running', 'failed', 'waiting', 'skipped'];

describe.each(['light', 'dark'] as const)('the %s colours', mode => {
  const colors = statusColors[mode];

  it.each(tones)('let the words of %s be read on their wash', tone => {
    expect(contrast(colors[tone].text, colors[tone].wash)).toBeGreaterThan(4.5);
  });

  it('let quiet words be read everywhere', () => {
    for (const ground of [colors.well, colors.selected]) {
      expect(contrast(colors.quiet, ground)).toBeGreaterThan(4.5);
    }
  });

  it('let the outline of a control be seen', () => {
    const paper = mode === 'light' ? '#FFFFFF' : '#424242';
    expect(contrast(colors.control, paper)).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2.1, 1.4.3. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(start => {
    const channel = parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.03928
      ? channel / 12.92
      : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
