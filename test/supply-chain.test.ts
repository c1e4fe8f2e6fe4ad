// What comes with this package when somebody installs it: few packages, exactly known, with licences that ask for
// nothing but their text, and nothing that runs while they are installed.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Whoever raises these has looked at what the new package brings along. */
const MOST_DIRECT = 12;
const MOST_IN_ALL = 34;

const PERMISSIVE = /^(?:MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|Unlicense|0BSD|BlueOak-1\.0\.0|CC0-1\.0)$/;
/** Of tools that are used here and never shipped: MPL-2.0 binds only who changes its files. */
const FOR_TOOLS = /^MPL-2\.0$/;

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly license?: string | { readonly type?: string };
  readonly version?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const manifest = readJson('package.json') as Manifest;
const lock = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };
const all = Object.entries(lock.packages).filter(([path]) => path !== '');
const shipped = all.filter(([, locked]) => locked.dev !== true);

test('few packages are installed with this one', () => {
  const direct = Object.keys(manifest.dependencies ?? {});
  // oxlint-disable-next-line no-console -- who reads the log of CI sees what is shipped
  console.log(
    `Production: ${direct.length} direct, ${shipped.length} in all; ${all.length - shipped.length} for development.\n` +
      shipped.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`).join(', '),
  );
  expect(direct.length).toBeLessThanOrEqual(MOST_DIRECT);
  expect(shipped.length).toBeLessThanOrEqual(MOST_IN_ALL);
  // One version of each, so that nobody has to ask which one ran.
  expect(shipped.filter(([path]) => path.lastIndexOf('node_modules/') > 0)).toEqual([]);
});

test.each(shipped)(
  '%s is there in the locked version, under a permissive licence, with nothing to run',
  (path, locked) => {
    const { license, version, scripts = {} } = readJson(join(path, 'package.json')) as Manifest;
    expect(version).toBe(locked.version);
    expect(typeof license === 'string' ? license : license?.type).toMatch(PERMISSIVE);
    expect(locked.hasInstallScript).toBeUndefined();
    expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
    // npm builds what has this file, without any script being named.
    expect(existsSync(join(ROOT, path, 'binding.gyp'))).toBe(false);
  },
);

test('the tools of development have known licences and run nothing when installed', () => {
  const odd = all
    .filter(([path]) => existsSync(join(ROOT, path, 'package.json')))
    .map(([path]) => [path, (readJson(join(path, 'package.json')) as Manifest).license] as const)
    .filter(([, license]) => typeof license !== 'string' || !(PERMISSIVE.test(license) || FOR_TOOLS.test(license)));
  expect(odd).toEqual([]);
  const running = all.filter(([, locked]) => locked.hasInstallScript === true).map(([path]) => path);
  expect(running).toEqual([]);
});

test('the lock file is exact: versions and hashes, no host, no link, and the same wishes as package.json', () => {
  for (const [path, { version, resolved, integrity, optional, dev, link }] of all) {
    expect(`${path} ${version}`).toMatch(/ \d+\.\d+\.\d+(?:-[\w.]+)?$/);
    // An address would be that of one machine's registry; a link would be a folder of it.
    expect([path, resolved, link]).toEqual([path, undefined, undefined]);
    // Those for other systems than the one the lock file was made on have none; none of them is shipped.
    if (!(optional === true && dev === true)) expect(`${path} ${integrity}`).toMatch(/ sha512-[A-Za-z0-9+/]{86}==$/);
  }
  expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies);
  expect(lock.packages['']?.devDependencies).toEqual(manifest.devDependencies);
});

test('package.json runs nothing on the machine of who installs it, and packs only what is needed', () => {
  const scripts = Object.keys(manifest.scripts ?? {});
  expect(scripts.filter((name) => /^(?:(?:pre|post)?install|(?:pre|post)?prepare|dependencies)$/.test(name))).toEqual(
    [],
  );
  expect(manifest.files).toEqual(['bin', 'dist', 'templates', 'CHANGELOG.md']);
  for (const field of ['optionalDependencies', 'bundleDependencies', 'bundledDependencies', 'overrides', 'workspaces'])
    expect([field, manifest[field]]).toEqual([field, undefined]);
  for (const [name, wanted] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    expect(`${name} ${wanted}`).toMatch(/ \^\d+\.\d+\.\d+$/);
});
