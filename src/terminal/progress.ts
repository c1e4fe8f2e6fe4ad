// Progress on standard error: one line that is rewritten on a terminal, one plain line per stage otherwise.
import type { Progress } from '../model/run.ts';
import type { Output } from './output.ts';
import { countOf } from './tree.ts';

/** Milliseconds between two drawings: quick enough to look alive, slow enough to cost nothing. */
const REDRAW_EVERY = 100;

export interface ProgressLine {
  readonly show: (stage: Progress) => void;
  /** Clears the line, or prints the last stage. Call it before anything else is printed. */
  readonly end: () => void;
}

/**
 * @param quiet true for no progress at all
 * @param now the clock, for rates
 */
export function makeProgressLine(output: Output, quiet: boolean, now: () => Date): ProgressLine {
  if (quiet) return { show: () => undefined, end: () => undefined };
  const started = now().getTime();
  let last: Progress | null = null;
  let drawn = 0;

  const plain = (): void => {
    if (last !== null) output.error(`${describe(last, now().getTime() - started)}\n`);
  };
  const redraw = (stage: Progress): void => {
    const time = now().getTime();
    if (last?.stage === stage.stage && time - drawn < REDRAW_EVERY) return;
    drawn = time;
    output.redraw(describe(stage, time - started).slice(0, Math.max(20, output.columns - 1)));
  };
  return {
    show: (stage) => {
      if (output.errorIsTTY) redraw(stage);
      else if (last !== null && last.stage !== stage.stage) plain();
      last = stage;
    },
    end: () => {
      if (last === null) return;
      if (output.errorIsTTY) output.redraw('');
      else plain();
      last = null;
    },
  };
}

function describe(stage: Progress, elapsed: number): string {
  if (stage.stage === 'reading') {
    const seconds = elapsed / 1000;
    const rate = seconds > 0.2 ? `, ${(stage.bytes / 1e6 / seconds).toFixed(1)} MB/s` : '';
    const size = `${(stage.bytes / 1e6).toFixed(1)} MB`;
    return `Reading logs: ${stage.files} of ${countOf(stage.of, 'file')}, ${countOf(stage.sessions, 'session')}, ${size}${rate}`;
  }
  if (stage.stage === 'weighing') return `Weighing ${countOf(stage.observations, 'observation')}`;
  if (stage.stage === 'proposing') return `Looking at ${countOf(stage.patterns, 'pattern')}`;
  return `Writing ${countOf(stage.changes, 'change')}`;
}
