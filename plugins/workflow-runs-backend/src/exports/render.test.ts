import {
  exportedArtifact,
  exportedPayload,
  exportedRun,
  exportedStep,
  summarySource,
} from './__testUtils__/source';
import { renderHtml } from './html';
import { escapeMarkdown, renderMarkdown } from './markdown';
import { summaryOf } from './summaryOf';

const NASTY = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a | b |',
  '``` not a fence',
  "$1 $& $` $'",
  '=HYPERLINK("http://x")',
  '](javascript:alert(1))',
  '# heading\n\n- list\r\n1. item',
  '"quotes" \'and\' &amp;',
  '\u202Eright to left',
  '👩‍🚀 größe',
];

const summaryWith = (text: string) =>
  summaryOf(
    summarySource({
      run: exportedRun({
        tags: [text],
        startedBy: text,
        workflow: { ...exportedRun().workflow, title: text },
      }),
      steps: [
        exportedStep({
          name: text,
          error: { category: 'bug', code: text, message: text },
        }),
      ],
      io: {
        payloads: [exportedPayload({ value: { [text]: text } })],
        artifacts: [
          {
            artifact: exportedArtifact({ name: text }),
            url: 'https://portal.example/v1/artifacts/art_1/content?expires=1&signature=x-y_z',
          },
        ],
        linksUntil: '2026-11-22T10:15:00.000Z',
      },
    }),
  );

describe('HTML', () => {
  it.each(NASTY)('keeps %j what it is: text', text => {
    const html = renderHtml(summaryWith(text));

    expect(html).not.toMatch(/<script|<img|javascript:[^<]*"/i);
    // Every tag is one of ours, with nothing of others in it but addresses that we have signed.
    const tags = html
      .match(/<[^>]*>/g)!
      .filter(tag => !/^<(meta|\/|!)/.test(tag));
    expect(new Set(tags)).toEqual(
      new Set([
        '<html lang="en">',
        '<head>',
        '<title>',
        '<style>',
        '<body>',
        '<h1>',
        '<p class="story">',
        '<dl>',
        '<dt>',
        '<dd>',
        '<h2>',
        '<table>',
        '<thead>',
        '<tr>',
        '<th scope="col">',
        '<tbody>',
        '<td>',
        '<p>',
        '<pre>',
        '<a href="https://portal.example/v1/artifacts/art_1/content?expires=1&amp;signature=x-y_z">',
      ]),
    );
  });

  it('is one file that loads nothing, in light and dark', () => {
    const html = renderHtml(summaryWith('x'));

    expect(html).toContain('color-scheme: light dark');
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'"`,
    );
    expect(html).not.toMatch(/ src=|<link|@import|url\(/);
  });
});

describe('Markdown', () => {
  it.each([
    ['a | b', 'a &#124; b'],
    ['a \\| b', 'a \\\\&#124; b'],
    ['<b>', '&lt;b&gt;'],
    ['&lt;', '&amp;lt;'],
    ['`code`', '\\`code\\`'],
    ['*a* _b_ ~c~', '\\*a\\* \\_b\\_ \\~c\\~'],
    ['[a](b)', '\\[a\\](b)'],
    ['$x$ $1', '&#36;x&#36; &#36;1'],
    ['# a', '\\# a'],
    ['- a', '\\- a'],
    ['1. a', '1\\. a'],
    ['1.5 s', '1.5 s'],
    ['a\r\n\nb', 'a b'],
    ['https://x', 'https\\://x'],
    ['www.x', 'www\\.x'],
    ['@team', '\\@team'],
    ['2026-11-21 10:15', '2026-11-21 10:15'],
    ['a\u202Eb', 'ab'],
  ])('%j is written as %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it.each(NASTY)('no table breaks at %j, and no HTML gets through', text => {
    const markdown = renderMarkdown(summaryWith(text));
    const [outside] = markdown.split('## Input');
    const tables = outside
      .split('\n\n')
      .filter(part => part.startsWith('|'))
      .map(part => part.split('\n'));

    expect(tables).toHaveLength(3);
    for (const [head, ...lines] of tables) {
      const cells = (line: string) => line.split('|').length;
      expect(lines.map(cells)).toEqual(lines.map(() => cells(head)));
    }
    expect(outside.replace(/\(<https:[^ >]*>\)/g, '')).not.toContain('<');
  });

  it('a value ends its own block alone', () => {
    const markdown = renderMarkdown(summaryWith('```` and more'));
    const [, block] = markdown.split('## Input\n\n');

    expect(block).toBe(
      `\`\`\`\`\`json\n${JSON.stringify(
        { '```` and more': '```` and more' },
        null,
        2,
      )}\n\`\`\`\`\`\n`,
    );
  });
});
