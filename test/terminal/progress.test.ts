import { describe, expect, it } from 'vitest';

import type { Output } from '../../src/terminal/output.ts';
import { makeProgressLine } from '../../src/terminal/progress.ts';

function record(errorIsTTY: boolean): { output: Output; text: () => string } {
  let text = '';
  const error = (part: string): void => {
    text += part;
  };
  const redraw = (line: string): void => error(`<redraw>${line}`);
  const output = { write: error, error, redraw, annotate: error, isTTY: false, errorIsTTY, columns: 80, colour: false };
  return { output, text: () => text };
}

function clock(): () => Date {
  let time = 0;
  return () => new Date((time += 1000));
}

describe('progress', () => {
  it('prints one plain line per stage where no terminal is', () => {
    const { output, text } = record(false);
    const progress = makeProgressLine(output, false, clock());
    progress.show({ stage: 'reading', files: 1, of: 2, bytes: 1e6, sessions: 1 });
    progress.show({ stage: 'reading', files: 2, of: 2, bytes: 3e6, sessions: 4 });
    progress.show({ stage: 'weighing', observations: 12 });
    progress.show({ stage: 'writing', changes: 1 });
    progress.end();
    expect(text()).toMatchInlineSnapshot(`
      "Reading logs: 2 of 2 files, 4 sessions, 3.0 MB, 3.0 MB/s
      Weighing 12 observations
      Writing 1 change
      "
    `);
  });

  it('rewrites one line on a terminal and clears it at the end', () => {
    const { output, text } = record(true);
    const progress = makeProgressLine(output, false, clock());
    progress.show({ stage: 'weighing', observations: 12 });
    progress.end();
    expect(text()).toBe('<redraw>Weighing 12 observations<redraw>');
  });

  it('is silent when asked to be', () => {
    const { output, text } = record(true);
    const progress = makeProgressLine(output, true, clock());
    progress.show({ stage: 'weighing', observations: 12 });
    progress.end();
    expect(text()).toBe('');
  });
});
