// Lessons that a person turns down, each with other ways to say it and with neighbours that say something else: what the
// tests of tombstones try.

export interface Saying {
  /** The rule as it was proposed. */
  readonly rule: string;
  /** The same in other words. */
  readonly same: readonly string[];
  /** Something else about nearly the same, the opposite first. */
  readonly other: readonly string[];
}

export const SAYINGS: readonly Saying[] = [
  {
    rule: 'Use pnpm, not npm.',
    same: [
      'Always use pnpm instead of npm',
      'Prefer pnpm over npm',
      'pnpm is what we use',
      'Do not use npm, use pnpm',
      'npm must not be used; use pnpm',
    ],
    other: ['Use npm, not pnpm.', 'Use yarn, not npm.', 'Use pnpm 9 for the docs, not 8.'],
  },
  {
    rule: 'Never push to main.',
    same: [
      "Don't ever push to main!",
      'Pushing to main is forbidden',
      'Avoid pushing to main',
      'Please do not push to `main`',
    ],
    other: ['Always push to main.', 'Never push to release.', 'Never push tags.'],
  },
  {
    rule: 'Run the linter before committing.',
    same: [
      'Before committing, run the linter',
      'The linter is run before every commit',
      'Always run the linter before you commit',
      'After running the linter, commit',
    ],
    other: ['Commit before running the linter.', 'Run the tests before committing.', 'Run the linter after pulling.'],
  },
  {
    rule: 'Write timestamps in the API responses in UTC.',
    same: [
      'API responses always have their timestamps written in UTC',
      'Timestamps in API responses are to be in UTC',
      'In the API responses, write timestamps in UTC',
    ],
    other: [
      'Never write timestamps in the API responses in UTC.',
      'Write timestamps in the API responses in Unix seconds.',
      'Write timestamps in the logs in UTC.',
    ],
  },
  {
    rule: 'Use tabs for indentation.',
    same: [
      'Indentation uses tabs',
      'Tabs are used for indentation',
      'Always indent with tabs',
      'We prefer tabs for indentation',
    ],
    other: ['Never use tabs for indentation.', 'Use spaces for indentation.', 'Use tabs for alignment.'],
  },
  {
    rule: 'Update the changelog with each change.',
    same: [
      'Every change must update the changelog',
      'Always update the changelog with every change',
      'The changelog should be updated with each change',
    ],
    other: ['Do not update the changelog with each change.', 'Update the readme with each change.'],
  },
  {
    rule: 'Keep functions under 40 lines.',
    same: [
      'Functions should be kept under 40 lines',
      'Always keep every function under 40 lines',
      'Functions must be under 40 lines: keep them so',
    ],
    other: ['Keep functions under 60 lines.', 'Keep files under 40 lines.'],
  },
  {
    rule: 'Delete the build folder before a release.',
    same: [
      'Before a release, remove the build directory',
      'Always erase the build folder before releases',
      'The build directory is deleted before a release',
    ],
    other: ['Never delete the build folder before a release.', 'Delete the cache folder before a release.'],
  },
  {
    rule: 'Name migration files with a date prefix.',
    same: [
      'Migration files are named with a date prefix',
      'Always name migration files with date prefixes',
      'Migration files must be named with a date prefix',
    ],
    other: ['Name migration files with a number prefix.', 'Name test files with a date prefix.'],
  },
  {
    rule: 'The dev server listens on port 4100.',
    same: [
      'Port 4100 is what the dev server listens on',
      'The development server listens on port 4100',
      'Our dev server always listens on port 4100',
    ],
    other: ['The dev server listens on port 4200.', 'The mail server listens on port 4100.'],
  },
  {
    rule: 'Write commit messages in English.',
    same: [
      'Commit messages are written in English',
      'Always write every commit message in English',
      'English is what we write commit messages in',
    ],
    other: [
      'Write commit messages in German.',
      'Write release notes in English.',
      'Never write commit messages in English.',
    ],
  },
  {
    rule: 'Ask before adding a dependency.',
    same: [
      'Before adding dependencies, ask',
      'Always ask before you add any dependency',
      'Ask me before a dependency is added',
    ],
    other: ['Never ask before adding a dependency.', 'Ask before adding a migration.'],
  },
  {
    rule: 'Do not edit files under src/generated.',
    same: [
      'Files under src/generated must not be edited',
      'Never edit files under src/generated',
      'Avoid editing any file under src/generated',
    ],
    other: ['Edit files under src/generated.', 'Do not edit files under src/schema.'],
  },
  {
    rule: 'Mock the clock in tests.',
    same: ['Tests should mock the clock', 'In tests, always mock the clock', 'The clock is mocked in every test'],
    other: ['Never mock the clock in tests.', 'Mock the network in tests.'],
  },
  {
    rule: 'Пишите сообщения коммитов по-русски.',
    same: ['Пишите сообщения коммитов, по-русски!', 'ПИШИТЕ СООБЩЕНИЯ КОММИТОВ ПО-РУССКИ'],
    other: ['Не пишите сообщения коммитов по-русски.', 'Пишите документацию по-немецки.'],
  },
  {
    rule: 'Nunca edites el archivo generado a mano.',
    same: ['Nunca edites a mano el archivo generado'],
    other: ['Edita el archivo generado a mano.', 'Nunca borres el archivo generado.'],
  },
];

export interface CommandLesson {
  readonly run: string;
  /** Commands that run the same. */
  readonly same: readonly string[];
  /** Other commands. */
  readonly other: readonly string[];
}

export const COMMANDS: readonly CommandLesson[] = [
  {
    run: 'pnpm test --run --silent',
    same: ['pnpm test --silent --run'],
    other: ['pnpm test --run', 'pnpm lint --run --silent', 'npm test --run --silent'],
  },
  {
    run: 'pytest -q --maxfail=1',
    same: ['pytest --maxfail 1 -q', 'pytest -q --maxfail "1"'],
    other: ['pytest -q --maxfail=5', 'pytest --maxfail=1'],
  },
  {
    run: 'cargo build --features tls',
    same: ["cargo build --features 'tls'", 'cargo build --features=tls'],
    other: ['cargo build --features http', 'cargo test --features tls'],
  },
  {
    run: 'make lint && make test',
    same: ['make test && make lint', 'make lint; make test'],
    other: ['make lint && make docs', 'make lint'],
  },
  { run: 'bun run check', same: ['bun  run   check'], other: ['bun run build', 'rtk bun run check'] },
  { run: 'go test ./store/...', same: ['go test "./store/..."'], other: ['go test ./model/...', 'go vet ./store/...'] },
  {
    run: 'docker compose up -d db',
    same: ['docker compose up db -d'],
    other: ['docker compose down db', 'docker compose up -d web'],
  },
  {
    run: 'npx tsc --noEmit -p tsconfig.json',
    same: ['npx tsc -p tsconfig.json --noEmit'],
    other: ['npx tsc --noEmit -p tsconfig.build.json'],
  },
  { run: 'terraform plan -out plan.bin', same: ['terraform plan -out=plan.bin'], other: ['terraform apply plan.bin'] },
  {
    run: 'gradle check --offline',
    same: ['gradle --offline check'],
    other: ['gradle check', 'gradle build --offline'],
  },
  { run: 'uv sync --frozen', same: ['uv sync "--frozen"'], other: ['uv sync --locked', 'uv lock --frozen'] },
  { run: 'just fmt lint', same: ['just lint fmt'], other: ['just fmt', 'just fmt docs'] },
  { run: 'mix format --check-formatted', same: ['mix  format  --check-formatted'], other: ['mix format', 'mix test'] },
  {
    run: 'bundle exec rspec spec/models',
    same: ["bundle exec rspec 'spec/models'"],
    other: ['bundle exec rspec spec/lib'],
  },
  { run: 'dotnet test --no-build', same: ['dotnet test "--no-build"'], other: ['dotnet test --no-restore'] },
  { run: 'composer run phpstan', same: ['composer run "phpstan"'], other: ['composer run psalm'] },
];
