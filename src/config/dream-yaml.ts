// dream.yaml: what it may say and where it is wrong. It comes with a clone and is data: no key here runs code, names a
// program or sends anything anywhere.
import { z } from 'zod';
import { readPlainYaml } from '../model/plain-yaml.ts';

const text = z.string().trim().min(1);
const wholeNumber = z.number().int().min(1);

const branchName = text.regex(
  /^(?!.*(?:\/\/|\.\.|@\{|\.lock(?:\/|$)))[A-Za-z0-9][\w./-]{0,99}(?<![./])$/,
  'must be a plain branch name such as `main`',
);

const projectName = text.regex(/^[\w.-]{1,100}(?:\/[\w.-]{1,100})?$/, 'must name a project such as `owner/name`');

/** A project (`acme/web`, `acme/*`) or a path of the memory (`playbooks/acme--web/**`). */
const pattern = text.regex(
  /^[\w.*/@?{},-]{1,200}$/,
  'must be a project such as `acme/web` or a path such as `playbooks/acme--web/**`',
);

const owner = text.regex(
  /^(?:@[\w.-]+(?:\/[\w.-]+)?|[^\s@<>]+@[^\s@<>]+)$/,
  'must be an e-mail address or an `@handle`',
);

/** An exact value, its hash or a domain of addresses. A pattern is none: nobody may switch scanning off in a shared file. */
const allowed = z
  .string()
  .regex(
    /^[^]{4}/,
    'must be a whole value of four characters or more, `sha256:<hex>` of one, or a domain such as `@example.com`',
  )
  .max(500, 'must not be longer than 500 characters')
  .regex(/^(?!sha256:(?![0-9a-f]{64}$))/, 'must be `sha256:` and 64 hexadecimal digits in small letters')
  .regex(/^(?!@(?![a-z0-9-]+(?:\.[a-z0-9-]+)+$))/, 'must be a whole domain in small letters, such as `@example.com`');

const schema = z.strictObject({
  branch: branchName.optional(),
  branchPrefix: branchName.optional(),
  author: text.regex(/^[^<>\p{Cc}]{1,100} <[^<>\s\p{Cc}]{1,200}>$/u, 'must look like `Name <email>`').optional(),
  logs: z.array(text).optional(),
  projects: z.record(text, projectName).optional(),
  limits: z.strictObject({ minSupport: wholeNumber.optional(), maxChanges: wholeNumber.optional() }).optional(),
  remote: text.regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'must be the name of a remote such as `origin`').optional(),
  ledger: z.enum(['ref', 'branch'], 'must be `ref` or `branch`').optional(),
  quotes: z.enum(['ledger', 'local'], 'must be `ledger` or `local`').optional(),
  owners: z.record(pattern, z.array(owner).min(1)).optional(),
  codeowners: z
    .enum(
      ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
      'must be where a host reads it: `CODEOWNERS`, `.github/CODEOWNERS`, `docs/CODEOWNERS` or `.gitlab/CODEOWNERS`',
    )
    .optional(),
  policy: z
    .strictObject({
      requireOwner: z.boolean().optional(),
      highStakes: z.array(pattern).optional(),
      frozen: z.array(pattern).optional(),
    })
    .optional(),
  redact: z
    .strictObject({
      rules: z
        .array(
          z.strictObject({
            id: text.regex(
              /^[a-z][a-z0-9-]{0,39}$/,
              'must be a short name such as `acme-key`: small letters, digits, `-`',
            ),
            pattern: z.string().min(1).max(500, 'must not be longer than 500 characters'),
            kind: z.enum(['secret', 'personal'], 'must be `secret` or `personal`').optional(),
            flags: z
              .string()
              .regex(/^(?!.*(.).*\1)[ims]{0,3}$/, 'may hold `i`, `m` and `s`, each once')
              .optional(),
          }),
        )
        .max(50, 'must not hold more than 50 rules')
        .optional(),
      allow: z.array(allowed).max(1000, 'must not hold more than 1000 values').optional(),
    })
    .optional(),
});

/** What a dream.yaml says; absent keys are not set. */
type Settings = z.infer<typeof schema>;

export interface ParsedSettings {
  readonly settings: Settings;
  /** All complaints, each with file, line and column where known; the settings count only when there is none. */
  readonly problems: readonly string[];
  /** `dream.yaml:3:5` of a key or item, the file alone where it is not known. */
  readonly placeOf: (path: readonly PropertyKey[]) => string;
}

const KEYS = keysOf(schema.shape);
const NESTED_KEYS: Readonly<Record<string, readonly string[]>> = {
  limits: ['minSupport', 'maxChanges'],
  policy: ['requireOwner', 'highStakes', 'frozen'],
  redact: ['rules', 'allow'],
};

/**
 * Reads the text of a configuration file.
 * @param file its name for complaints
 */
export function parseSettings(source: string, file: string): ParsedSettings {
  const yaml = readPlainYaml(source);
  if (!yaml.ok) {
    return {
      settings: {},
      placeOf: () => file,
      problems: atMost(yaml.problems.map((one) => `${file}:${one.line}:${one.column}: ${one.words}.`)),
    };
  }
  const result = schema.safeParse(yaml.value ?? {});
  const placeOf = (path: readonly PropertyKey[]): string => {
    const place = yaml.placeOf(path);
    return place === null ? file : `${file}:${place.line}:${place.column}`;
  };
  if (result.success) return { settings: result.data, problems: [], placeOf };
  const problems = result.error.issues.flatMap((issue): readonly Complaint[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, MAX_PROBLEMS + 1).map((key) => ({
        path: [...issue.path, key],
        words: `unknown key \`${[...issue.path, key].join('.').slice(0, 100)}\`${suggest(key, NESTED_KEYS[String(issue.path[0])] ?? KEYS)}`,
      }));
    }
    const name = issue.path.length === 0 ? 'the file' : `\`${issue.path.join('.').slice(0, 100)}\``;
    return [{ path: issue.path, words: `${name} ${describeIssue(issue)}` }];
  });
  const placed = problems
    .slice(0, MAX_PROBLEMS + 1)
    .map((problem) => ({ ...problem, place: yaml.placeOf(problem.path) }))
    .sort((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0));
  return {
    settings: {},
    placeOf,
    problems: atMost(
      placed.map(({ place, words }) => {
        const where = place === null ? file : `${file}:${place.line}:${place.column}`;
        return `${where}: ${words}${words.endsWith('?') ? '' : '.'}`;
      }),
    ),
  };
}

interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly words: string;
}

/** More complaints than a person reads; a file of hostile keys has thousands. */
const MAX_PROBLEMS = 20;

function atMost(problems: readonly string[]): readonly string[] {
  return problems.length <= MAX_PROBLEMS
    ? problems
    : [...problems.slice(0, MAX_PROBLEMS), 'There are more problems after these.'];
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${TYPE_WORDS[issue.expected] ?? `a ${issue.expected}`}`;
  if (issue.code === 'too_small') {
    return issue.origin === 'string' ? 'must not be empty' : `must be ${String(issue.minimum)} or more`;
  }
  return issue.message;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  int: 'a whole number',
  number: 'a whole number',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  string: 'text',
};

function keysOf(shape: object): readonly string[] {
  return Object.keys(shape);
}

/** `, did you mean `x`?` when a known key is near, else the known keys. */
function suggest(key: string, known: readonly string[]): string {
  const near = known
    .map((one) => ({ one, distance: editDistance(key.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near !== undefined && near.distance <= Math.max(2, Math.floor(near.one.length / 3))) {
    return `; did you mean \`${near.one}\`?`;
  }
  return ` (known: ${known.join(', ')})`;
}

/** Levenshtein distance; keys are short. */
function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, 60), b.slice(0, 60)];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
