// Colours: chalk lives here, and its level is set by us, because it ignores NO_COLOR on a terminal by itself.
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

const PLAIN: Colours = {
  bold: asItIs,
  dim: asItIs,
  added: asItIs,
  removed: asItIs,
  addedWord: asItIs,
  removedWord: asItIs,
  warning: asItIs,
  heading: asItIs,
};

/** Colours that do nothing when `enabled` is false; only then chalk is not loaded. Paint only what was escaped before. */
export async function loadColours(enabled: boolean): Promise<Colours> {
  if (!enabled) return PLAIN;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
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

function asItIs(text: string): string {
  return text;
}
