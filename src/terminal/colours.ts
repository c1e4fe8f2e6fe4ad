// Colours: chalk lives here, and its level is set by us, because it ignores NO_COLOR on a terminal by itself.
import { Chalk } from 'chalk';

type Paint = (text: string) => string;

export interface Colours {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly added: Paint;
  readonly removed: Paint;
  /** A changed word within an added or removed line. */
  readonly addedWord: Paint;
  readonly removedWord: Paint;
  readonly warning: Paint;
  readonly heading: Paint;
}

/** Colours that do nothing when `enabled` is false. Paint only what was escaped before. */
export function makeColours(enabled: boolean): Colours {
  const chalk = new Chalk({ level: enabled ? 1 : 0 });
  return {
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    added: (text) => chalk.green(text),
    removed: (text) => chalk.red(text),
    addedWord: (text) => chalk.green.inverse(text),
    removedWord: (text) => chalk.red.inverse(text),
    warning: (text) => chalk.yellow(text),
    heading: (text) => chalk.cyan.bold(text),
  };
}
