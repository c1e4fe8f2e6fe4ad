import { describe, expect, it } from 'vitest';
import { screenFindings } from '../../src/screening/screen-findings.ts';

describe('screenFindings', () => {
  it('takes secrets out of file names and details, and leaves the rest', async () => {
    const token = `ghp_${'A1b2C3d4E5f6'.repeat(3)}`;
    const findings = [
      {
        code: 'unknown-format' as const,
        file: `${token}/notes.txt`,
        line: null,
        detail: `JSON with the keys ${token}`,
      },
      { code: 'broken-line' as const, file: null, line: 3, detail: 'unexpected end' },
    ];
    expect(await screenFindings(findings)).toEqual([
      {
        code: 'unknown-format',
        file: '<secret:github-token>/notes.txt',
        line: null,
        detail: 'JSON with the keys <secret:github-token>',
      },
      findings[1],
    ]);
  });
});
