// What well-known commands are for, as a verb phrase: a table, because names of tools say it and nothing else does.
// Pure text questions on the words of one command.

/** Commands of one family go into one playbook. */
export type CommandFamily = 'one test' | 'checks' | 'github' | 'release' | 'services' | 'setup' | 'other';

export interface Purpose {
  /** Completes "… with `command`". */
  readonly phrase: string;
  readonly family: CommandFamily;
  /** A later step of a piece of work has a higher rank: 0 prepares, 1 checks, 2 records, 3 shares, 4 publishes. */
  readonly stage: 0 | 1 | 2 | 3 | 4;
}

type Rule = readonly [RegExp, string, CommandFamily, Purpose['stage']];

// The first that fits counts, so what is special stands before what is general.
const RULES: readonly Rule[] = [
  [/^git commit\b/, 'commit', 'other', 2],
  [/^git push\b/, 'push', 'other', 3],
  [/^git (?:pull|fetch|rebase)\b/, 'get the latest changes', 'other', 0],
  [/^git tag\b/, 'tag a release', 'release', 3],
  [/^git submodule\b/, 'update submodules', 'setup', 0],
  [/^(?:gh pr|glab mr) create\b/, 'open a pull request', 'github', 3],
  [/^(?:gh pr|glab mr) merge\b/, 'merge a pull request', 'github', 4],
  [/^gh pr ready\b/, 'mark a pull request as ready', 'github', 3],
  [/^gh pr checks\b/, 'see the checks of a pull request', 'github', 3],
  [/^gh pr checkout\b/, 'check out a pull request', 'github', 0],
  [/^gh run watch\b/, 'wait for a CI run', 'github', 4],
  [/^gh run view\b.*--log/, 'read the log of a CI run', 'github', 1],
  [/^gh run (?:rerun|download|cancel)\b/, 'rerun or fetch a CI run', 'github', 3],
  [/^gh workflow run\b/, 'start a CI workflow', 'github', 4],
  [/^gh release (?:create|upload|edit)\b/, 'make a release', 'release', 4],
  [/^gh issue (?:create|close|comment|edit)\b/, 'work on issues', 'github', 3],
  [/^(?:npm|pnpm|yarn) (?:view|info)\b/, 'look at published versions', 'release', 4],
  [
    /^(?:vercel|netlify|fly|flyctl|heroku|wrangler|firebase|eb|serverless|sls|cdk|pulumi|helm|kubectl apply)\b/,
    'deploy',
    'release',
    4,
  ],
  [/^terraform (?:plan|apply)\b/, 'plan or apply infrastructure', 'release', 4],
  [/^docker(?: |-)compose (?:up|start|run|exec|build)\b|^docker (?:run|build)\b/, 'run containers', 'services', 0],
  [/\b(?:semantic-release|goreleaser|changesets?|publish|release)\b/, 'publish', 'release', 4],
  [/\bdeploy\b/, 'deploy', 'release', 4],
  [
    /\b(?:migrate|migrations?|makemigrations|alembic|db:\w+|prisma|flyway|knex)\b/,
    'migrate the database',
    'services',
    0,
  ],
  [/\bseed\b/, 'fill the database', 'services', 0],
  [/\b(?:lint|format|fmt|check|style)[:-]?(?:fix|write)\b|--fix\b|--write\b/, 'fix lint and formatting', 'checks', 1],
  [
    /\b(?:type-?check|check-?types?|types:check|tsc|mypy|pyright|vue-tsc|sorbet|phpstan|psalm)\b/,
    'check types',
    'checks',
    1,
  ],
  [/\b(?:e2e|playwright|cypress|detox|maestro)\b/, 'run end-to-end tests', 'checks', 1],
  [/\b(?:coverage|cov)\b/, 'measure test coverage', 'checks', 1],
  [/\bbench(?:mark)?s?\b/, 'measure speed', 'checks', 1],
  [
    /\b(?:tests?|pytest|jest|vitest|rspec|phpunit|ctest|tox|nox|nextest|unittest|mocha|spec|specs|minitest|pest|busted)\b|Tests?\b/,
    'test',
    'checks',
    1,
  ],
  [
    /lint\b|\b(?:clippy|vet|flake8|pylint|rubocop|shellcheck|checkstyle|detekt|credo|ruff check|biome|stylelint|oxlint|hadolint|yamllint|staticcheck|swiftlint|semgrep|knip|pre-commit|prek)\b/i,
    'lint',
    'checks',
    1,
  ],
  [
    /\b(?:format|fmt|prettier|gofmt|goimports|gofumpt|black|isort|rustfmt|spotlessApply|clang-format|ruff format|ktlint|swiftformat)\b/,
    'format',
    'checks',
    1,
  ],
  [/\b(?:check|verify|validate|ci|preflight|quality|all-checks)\b/, 'check everything', 'checks', 1],
  [/\b(?:codegen|generate|gen|protoc|buf|sqlc|openapi|graphql-codegen)\b/, 'generate code', 'services', 0],
  [/\b(?:storybook)\b/, 'start Storybook', 'services', 0],
  [/\b(?:docs?|mkdocs|sphinx-build|typedoc|hugo|jekyll)\b/, 'build the documentation', 'checks', 1],
  [/\b(?:css|styles?|tailwind|sass|assets)\b/, 'build styles and assets', 'checks', 1],
  [
    /\b(?:build|compile|assemble\w*|bundle|package|make|xcodebuild|webpack|vite build|tsup|rollup|esbuild|cmake|ninja|bazel)\b/,
    'build',
    'checks',
    1,
  ],
  [
    /\b(?:dev|start|serve|server|runserver|preview|watch|uvicorn|gunicorn|rails s|flask run)\b/,
    'start the program',
    'services',
    0,
  ],
  [/\b(?:install|setup|bootstrap|sync|restore|init|ci)\b/, 'set up', 'setup', 0],
  [/\b(?:clean|reset)\b/, 'clean up', 'services', 0],
  [/^(?:psql|mysql|sqlite3|redis-cli|mongosh)\b/, 'look into the database', 'services', 0],
];

/**
 * What a command is for.
 * @param command a command or template; a leading `cd folder &&` does not count
 * @returns null when the table does not know
 */
export function purposeOf(command: string): Purpose | null {
  if (command.startsWith('edit ')) return null;
  const bare = command.replace(/^cd \S{1,200} && /, '').slice(0, 300);
  const operative = bare
    .split(' ')
    .map((word) => SCRIPT.exec(word)?.[1] ?? word)
    .filter((word, at) => at === 0 || !isOpen(word));
  const what = operative
    .slice(0, 6)
    .join(' ')
    .replace(/^(?:\.\/)?(?:[\w.-]+\/)*/, '');
  for (const [pattern, phrase, family, stage] of RULES) {
    if (!pattern.test(what)) continue;
    if (phrase === 'test' && /<(?:name|path|file|folder)>/.test(bare)) {
      const file = /<file>|(?:<path>|<name>)[\w.-]*\.[a-z]+(?:\b|$)/i.test(bare);
      const part = file
        ? 'run one test file'
        : bare.includes('<folder>')
          ? 'run the tests of one part'
          : 'run tests by name';
      return { phrase: part, family: 'one test', stage };
    }
    if (phrase === 'lint' && /<(?:file|folder)>/.test(bare)) return { phrase: 'lint single files', family, stage };
    return { phrase, family, stage };
  }
  return null;
}

/** The name of a script tells what it is for: `check` of `scripts/check.py`. */
const SCRIPT = /^(?:[\w@.-]{1,60}\/){1,8}([\w-]{1,60})\.(?:py|sh|rb|pl|php|[cm]?[jt]s)$/;

function isOpen(word: string): boolean {
  return /[<>"']/.test(word) || (word.includes('/') && !word.startsWith('.'));
}

/** Programs and sub-commands that only look: what they print is the lesson, not that they were run. */
const LOOKING =
  /^git (?:status|diff|log|show|branch|remote|rev-parse|rev-list|fetch|ls-files|ls-remote|ls-tree|blame|config|describe|merge-base|worktree|stash|tag|for-each-ref|check-ignore|cat-file|grep|reflog|shortlog|name-rev|show-ref|symbolic-ref|count-objects|var|version|help)$|^gh \w+ (?:view|list|status|checks|diff)$|^gh (?:api|search|auth)|^(?:npm|pnpm|yarn) (?:view|info|ls|list|outdated|search|why)$|^pip (?:list|show|freeze)$|^go (?:list|env|version|doc)$|^cargo (?:tree|metadata)$|^docker (?:ps|logs|images|inspect)$|^kubectl (?:get|describe|logs)$/;

export function isLooking(key: string): boolean {
  return LOOKING.test(key);
}

/** Steps of everybody's day with git and its hosts: without a request they say nothing about this project. */
const EVERYDAY =
  /^git (?:add|commit|push|pull|checkout|switch|restore|reset|rm|mv|merge|cherry-pick|rebase|clone|init|clean|apply)$|^(?:gh pr|glab mr) (?:create|merge)$/;

export function isEveryday(key: string): boolean {
  return EVERYDAY.test(key);
}
