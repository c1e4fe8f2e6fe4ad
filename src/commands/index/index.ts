// `dream index`: brings `MEMORY.md`, and the owners' lines for the git host, up to date with the playbooks. Accepts do so
// themselves; this is for what came in by a plain merge, by hand or in a pull request.
import { DreamError, EXIT_CODES } from '../../errors.ts';
import { printMemoryIndex } from '../../model/memory-index.ts';
import type { IndexState } from '../../store/store.ts';
import { loadColours } from '../../terminal/colours.ts';
import { describeFinding } from '../../terminal/describe-finding.ts';
import { printDiff } from '../../terminal/diff.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { loadConfig } from '../load-config.ts';
import { nameMemory } from '../name-memory.ts';
import { openMemory, tellFindings } from '../open-memory.ts';
import type { Surroundings } from '../surroundings.ts';
import type { IndexReport } from './index-report.ts';
import { makeIndexReport } from './index-report.ts';

export interface IndexOptions {
  readonly check?: boolean;
  readonly commit?: boolean;
}

/**
 * Runs `dream index`.
 * @returns 1 when `--check` found something stale, or a file could not be refreshed; else 0
 * @throws DreamError usage when the memory branch is not checked out and nothing says to commit
 */
export async function indexCommand(options: IndexOptions, surroundings: Surroundings): Promise<number> {
  const { globals, output, cwd } = surroundings;
  if (options.check === true && options.commit === true) {
    throw new DreamError('usage', 'Give either --check, which writes nothing, or --commit.');
  }
  const config = await loadConfig(globals, surroundings);
  const store = await openMemory(config, surroundings, false);
  const name = `dream index --commit${nameMemory(config, cwd)}`;
  const finish = async (report: IndexReport, text: () => string | Promise<string>): Promise<number> => {
    if (globals.json) output.write(printJson(report));
    else if (!globals.quiet) output.write(await text());
    return report.ok ? 0 : EXIT_CODES.failed;
  };

  if (options.check === true) {
    const state = await store.readIndexState(printMemoryIndex);
    const report = makeIndexReport('check', state);
    return finish(report, async () => (report.ok ? printFresh(state) : printStale(state, name, surroundings)));
  }
  surroundings.sayWhenInterrupted('Interrupted while writing. Each file is either as it was or as it should be.');
  const found = await store.recover();
  if (!globals.json) tellFindings(found, surroundings);
  if (options.commit === true) {
    const done = await store.commitIndex(printMemoryIndex);
    const report = makeIndexReport('commit', done, {
      written: done.indexCommit === null ? [] : done.stale.map(({ path }) => path),
      indexCommit: done.indexCommit,
      findings: [...found, ...done.findings],
    });
    return finish(report, () => {
      const notes = done.findings.map((finding) => `Note: ${describeFinding(finding)}.\n`).join('');
      const refreshed = `Refreshed ${namePaths(report.written)} in commit ${(done.indexCommit ?? '').slice(0, 12)} on ${escapeLine(done.branch)}.\n`;
      return printProblems(done) + (done.indexCommit === null ? printFresh(done) : refreshed) + notes;
    });
  }
  const done = await store.writeIndex(printMemoryIndex);
  const report = makeIndexReport('write', done, { written: done.written, kept: done.kept, findings: found });
  return finish(report, () => {
    const written =
      done.written.length === 0
        ? ''
        : `Wrote ${namePaths(done.written)}; commit ${done.written.length === 1 ? 'it' : 'them'} when you like.\n`;
    const kept = done.kept.map(
      ({ path, problem }) =>
        `Left alone: ${escapeLine(path)}: ${escapeLine(problem)}.\n  \`${name}\` commits what it should say; your file stays as it is.\n`,
    );
    const fresh =
      done.stale.length === 0
        ? printFresh(done)
        : written === '' && kept.length === 0
          ? 'The files say what they should; they are not committed yet.\n'
          : '';
    return `${printProblems(done)}${written}${kept.join('')}${fresh}`;
  });
}

function printFresh(state: IndexState): string {
  if (state.problems.length > 0) return '';
  if (state.commit === null)
    return `The memory branch ${escapeLine(state.branch)} has no commit yet; there is nothing to index.\n`;
  return `The index is up to date with ${countOf(state.playbooks, 'playbook')} on ${escapeLine(state.branch)}.\n`;
}

async function printStale(state: IndexState, command: string, { output }: Surroundings): Promise<string> {
  const colours = await loadColours(output.colour);
  const view = { columns: output.columns, colours, markWords: output.colour };
  const files = state.stale.map(
    ({ path, before, after }) =>
      `${colours.heading(escapeLine(path))} is stale:\n${printDiff({ ...view, before, after })}`,
  );
  const mend = state.stale.length === 0 ? '' : `\nMend it with: ${command}\n`;
  return `${printProblems(state)}${files.join('\n')}${mend}`;
}

function printProblems(state: IndexState): string {
  return state.problems
    .map(
      ({ path, problem }) =>
        `Cannot be refreshed: ${escapeLine(path)}: ${escapeLine(problem)}. It is left as it is; mend it by hand.\n`,
    )
    .join('');
}

function namePaths(paths: readonly string[]): string {
  return paths.map(escapeLine).join(' and ');
}
