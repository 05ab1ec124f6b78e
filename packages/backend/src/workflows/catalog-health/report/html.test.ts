import { HealthReport, toHtml } from './html';

const report = (partial: Partial<HealthReport> = {}): HealthReport => ({
  runId: 'run_1',
  writtenAt: new Date('2026-11-20T10:00:00Z'),
  counts: { total: 3, byKind: { Component: 3 } },
  score: { score: 66.6, grade: 'poor', errors: 1, warnings: 0, worst: [] },
  findings: [],
  ...partial,
});

describe('toHtml', () => {
  it('tells the score, the counts and when it was written', () => {
    const html = toHtml(report());
    expect(html).toContain('<span class="score">66.6</span> of 100, poor');
    expect(html).toContain('1 error and 0 warnings in 3 entities');
    expect(html).toContain('<td>Component</td><td>3</td>');
    expect(html).toContain('<time>2026-11-20T10:00:00.000Z</time>');
  });

  it('shows what entities say as text', () => {
    const html = toHtml(
      report({
        findings: [
          {
            entity: 'component:default/x',
            rule: 'relation_dangling',
            severity: 'error',
            detail: `<script>alert("1" & '2')</script>`,
          },
        ],
      }),
    );
    expect(html).not.toContain('<script');
    expect(html).toContain(
      '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;',
    );
  });

  it('says so where it holds only the first findings', () => {
    const score = { ...report().score, errors: 7 };
    expect(toHtml(report({ score }))).toContain('Findings (the first 0 of 7)');
  });
});
