// The public sets of secrets, unpacked into a temporary folder: files in which something must be found, files in which
// nothing is real, and examples made from the rules of gitleaks.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { exampleOf } from './example-of.mjs';

/**
 * @param {string} corpora folder with the packed sets
 * @param {string} folder empty one to unpack into
 * @returns {{ name: string, real: boolean, items: { name: string, text: string, spans: [number, number][] | null }[] }[]}
 *   `spans` are the places of the secrets where the set says them
 */
export function readSets(corpora, folder) {
  const unpack = (name) => {
    const target = join(folder, name);
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['xzf', join(corpora, `${name}.tar.gz`), '-C', target]);
    return target;
  };
  return [
    ...fakeLeaks(unpack('fake-leaks')),
    leakyRepo(unpack('leaky-repo')),
    ...snapshots(unpack('secretlint-snapshots')),
    detectSecrets(unpack('detect-secrets-test_data')),
  ];
}

function fakeLeaks(root) {
  const of = (part) => toItems(root, (file) => file.includes(`/${part}/`));
  return [
    { name: 'fake-leaks, real', real: true, items: of('valid') },
    { name: 'fake-leaks, placeholders', real: false, items: of('invalid') },
  ];
}

function leakyRepo(root) {
  const files = readFileSync(join(root, '.leaky-meta/secrets.csv'), 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter((cells) => Number(cells[1]) > 0)
    .map((cells) => join(root, cells[0].replaceAll('"', '')));
  const risky = new Set(files);
  return { name: 'leaky-repo', real: true, items: toItems(root, (file) => risky.has(file)) };
}

/** Inputs of secretlint's own tests; the ranges it reports there are of secretlint 13, those of a message in order. */
function snapshots(root) {
  const items = (start) =>
    toItems(root, (file) => /\/(?:ng|ok)\.[^/]*\/input\./.test(file) && file.includes(`/${start}.`)).map((item) => ({
      ...item,
      spans: start === 'ng' ? expectedRanges(join(root, item.name, '..', 'output.json')) : null,
    }));
  return [
    { name: 'secretlint, ng', real: true, items: items('ng') },
    { name: 'secretlint, ok', real: false, items: items('ok') },
  ];
}

function expectedRanges(file) {
  if (!existsSync(file)) return null;
  const { messages } = JSON.parse(readFileSync(file, 'utf8'));
  const ranges = messages?.filter((one) => Array.isArray(one.range)).map((one) => one.range) ?? [];
  return ranges.length > 0 ? ranges : null;
}

/** Files of detect-secrets in which its own tests expect findings. */
function detectSecrets(root) {
  const loud =
    /\/(?:private_key|file_with_secrets\.py|config\.env|config\.ini|config\.yaml|each_secret\.py|sample\.diff|first_line\.php)$/;
  return { name: 'detect-secrets', real: true, items: toItems(root, (file) => loud.test(file)) };
}

/**
 * Examples of each rule of gitleaks, in several frames.
 * @param {string} file gitleaks.toml
 */
export function readRuleExamples(file) {
  const blocks = readFileSync(file, 'utf8').split('[[rules]]').slice(1);
  const examples = [];
  for (const block of blocks) {
    const id = /^id = "(.*)"/m.exec(block)?.[1];
    const source = /^regex = '''(.*)'''/m.exec(block)?.[1] ?? /^regex = """(.*)"""/m.exec(block)?.[1];
    if (id === undefined || source === undefined) continue;
    for (const seed of [1, 2, 3]) {
      const { text, groups } = exampleOf(source, seed);
      const secret = groups.slice(1).findLast((group) => group.length >= 8) ?? groups[0];
      examples.push(...framed(id, text, secret));
    }
  }
  return examples;
}

/** The example as the rule has it, and where it says a name and a value, also as people write those. */
function framed(id, text, secret) {
  const frames = [{ id, text: `value ${text}\n`, secret }];
  const at = text.indexOf(secret);
  if (at > 0 && text.length - at - secret.length <= 2 && /^[\w.-]+ ?[=>:|?,]+['"` ]*$/.test(text.slice(0, at))) {
    const name = /^[\w-]+/.exec(text)[0].replaceAll('-', '_');
    const upper = /key|token|secret|password/i.test(name) ? name.toUpperCase() : `${name.toUpperCase()}_API_KEY`;
    frames.push(
      { id, text: `export ${upper}=${secret}\n`, secret },
      { id, text: `{"${upper.toLowerCase()}": "${secret}", "a": 1}`, secret },
    );
  } else if (!/\s/.test(secret)) {
    frames.push(
      { id, text: `curl -H "x: ${secret}" https://host/\n`, secret },
      { id, text: `{"a":"${secret}"}`, secret },
    );
  }
  return frames;
}

function toItems(root, wanted) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => wanted(file))
    .toSorted()
    .map((file) => ({ name: relative(root, file), text: readFileSync(file, 'utf8'), spans: null }));
}
