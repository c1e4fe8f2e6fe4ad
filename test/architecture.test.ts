// Holds the table of who may import whom, and the one door of each package. When it fails, it says why.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** Folder (or top file) of src → the folders and top files it may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  model: [],
  text: ['model'],
  secrets: ['model'],
  config: ['model', 'errors', 'text'],
  sources: ['model', 'errors', 'text'],
  store: ['model', 'errors', 'text'],
  screening: ['model', 'text', 'secrets'],
  mining: ['model', 'text', 'secrets'],
  guards: ['model', 'text', 'secrets'],
  consolidation: ['model', 'text', 'errors'],
  terminal: ['model', 'errors', 'text'],
  // The story of a run and its two halves: all stages.
  dream: ['*'],
  'dream-job': ['*'],
  'observe-sessions': ['*'],
  'record-run': ['*'],
  rebuild: ['*'],
  commands: ['*'],
  cli: ['commands', 'errors'],
};

/** Package → the only places that may import it. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli.ts'],
  'simple-git': ['store/git.ts'],
  'gray-matter': ['model/playbook.ts'],
  diff: ['terminal/'],
  picomatch: ['model/ownership.ts'],
  chalk: ['terminal/'],
  '@secretlint/secretlint-rule-preset-recommend': ['secrets/'],
  '@secretlint/types': ['secrets/'],
  re2js: ['config/own-rules.ts'],
  unbash: ['text/shell-command.ts', 'guards/impact/read-commands.ts'],
  yaml: ['model/plain-yaml.ts'],
  zod: ['model/', 'config/', 'store/'],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports: readonly Import[] = files.flatMap((file) =>
  [
    ...readFileSync(join(SRC, file), 'utf8').matchAll(
      /^\s*(?:import|export)\s(?:[^'"`;]*?from\s)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm,
    ),
  ].map((match) => ({
    file,
    specifier: match[1] ?? match[2] ?? '',
  })),
);

function layerOf(file: string): string {
  const [first = '', ...rest] = file.split('/');
  return rest.length === 0 ? first.replace(/\.ts$/, '') : first;
}

describe('the architecture', () => {
  it('finds the code it is about', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('has one job for each folder: every folder and top file is in the table', () => {
    expect([...new Set(files.map(layerOf))].filter((layer) => MAY_IMPORT[layer] === undefined)).toEqual([]);
  });

  it('lets data flow one way: a stage does not know its neighbours', () => {
    const wrong = imports.flatMap(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return [];
      const from = layerOf(file);
      const target = relative(SRC, resolve(SRC, dirname(file), specifier));
      if (target.startsWith('..')) return [`${file} imports ${specifier}, which is outside src`];
      const to = layerOf(target);
      const allowed = MAY_IMPORT[from] ?? [];
      return from === to || allowed.includes('*') || allowed.includes(to)
        ? []
        : [`${file} may not import ${target}: ${from} stands apart from ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps commands apart: a command never imports another command, and nothing imports the cli', () => {
    const wrong = imports.flatMap(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return [];
      const target = relative(SRC, resolve(SRC, dirname(file), specifier));
      if (target === 'cli.ts') return [`${file} imports the cli`];
      const [, from, inFrom] = file.split('/');
      const [top, to, inTo] = target.split('/');
      if (!file.startsWith('commands/') || top !== 'commands' || inFrom === undefined || inTo === undefined) return [];
      return from === to ? [] : [`${file} imports another command: ${target}`];
    });
    expect(wrong).toEqual([]);
  });

  it('never lets one log format lean on another', () => {
    const wrong = imports.filter(
      ({ file, specifier }) => file.startsWith('sources/formats/') && /^\.\/[^/]+$/.test(specifier),
    );
    expect(wrong).toEqual([]);
  });

  it('gives each package one door', () => {
    const wrong = imports.flatMap(({ file, specifier }) => {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) return [];
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      const doors = DOORS[name];
      if (doors === undefined) return [`${file} imports ${name}, which has no door in this table`];
      return doors.some((door) => file === door || (door.endsWith('/') && file.startsWith(door)))
        ? []
        : [`${file} imports ${name} past its door ${doors.join(', ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it('reads the environment only in config, the clock and chance only at the top', () => {
    // Rules about secrets name `process.env` as text they must miss; they have no way to read it.
    const wrong = files.flatMap((file) => {
      const source = readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      const layer = layerOf(file);
      const top = layer === 'cli' || layer === 'commands';
      return [
        ...(/\bprocess\.env\b/.test(source) && layer !== 'config' && layer !== 'secrets'
          ? [`${file} reads process.env`]
          : []),
        ...(/\bprocess\.(?:stdout|stderr|stdin|exit|exitCode)\b/.test(source) && !top
          ? [`${file} uses the process's streams or exit`]
          : []),
        ...(/\bnew Date\(\)|\bDate\.now\(\)/.test(source) && !top && layer !== 'store'
          ? [`${file} asks the clock`]
          : []),
        ...(/\bMath\.random\(|\brandomBytes\(|\brandomUUID\(/.test(source) && !top && layer !== 'store'
          ? [`${file} uses chance`]
          : []),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('prints through one door, where the last look is taken, and makes escape characters nowhere else', () => {
    const wrong = files.flatMap((file) => {
      const source = readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      const prints = file.startsWith('commands/') || file.startsWith('terminal/') || file === 'cli.ts';
      return [
        ...(/\bconsole\.\w+\(/.test(source) && layerOf(file) !== 'guards' ? [`${file} uses the console`] : []),
        ...(/\bstd(?:out|err)\??\.write\(/.test(source) && !['cli.ts', 'commands/surroundings.ts'].includes(file)
          ? [`${file} writes to a stream`]
          : []),
        ...(/\\u\{?0*1b\b|\\x1b|\\u009b/i.test(source) &&
        prints &&
        !['commands/surroundings.ts', 'terminal/last-look.ts'].includes(file)
          ? [`${file} makes an escape character`]
          : []),
      ];
    });
    expect(wrong).toEqual([]);
    // Whoever makes an Output of the process takes the last look: every write to its streams is of what `lookOver` gave.
    const door = readFileSync(join(SRC, 'commands/surroundings.ts'), 'utf8');
    const writes = door.match(/\.std(?:out|err)\.write\(.*$/gm) ?? [];
    expect(writes.length).toBeGreaterThanOrEqual(4);
    expect(writes.filter((write) => !write.includes('lookOver('))).toEqual([]);
  });

  it('makes screened sessions, guarded changes and the origin of a lesson in exactly one file each', () => {
    const makers = (brand: string): string[] =>
      files.filter((file) => new RegExp(`as (?:unknown as )?${brand}\\b`).test(readFileSync(join(SRC, file), 'utf8')));
    expect(makers('ScreenedSession')).toEqual(['screening/screen-session.ts']);
    expect(makers('GuardedChange')).toEqual(['guards/guard-changes.ts']);
    expect(makers('LessonOrigin')).toEqual(['model/origin.ts']);
  });

  it('keeps files small enough to read', () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 420);
    expect(long).toEqual([]);
  });
});
