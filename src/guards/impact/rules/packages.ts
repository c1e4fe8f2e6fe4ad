// Which packages and tools an instruction would take from a registry, from which registry, and what it would publish.
// A name counts whether the sessions used it or not: what an agent was made to install once is no reason to trust it.
import { fetchedTool, installedBy } from '../fetched-packages.ts';
import { isKnownPackage, isUnknownReplacement } from '../known-packages.ts';
import { calls, has, order, type ImpactRule } from '../rule.ts';

const NAME = '(?:the )?[\'"]?(@?[a-z0-9][\\w.-]{1,60}(?:/[\\w.-]{1,60})?(?:@[\\w.^~-]{1,20})?)[\'"]?';

export const PACKAGE_RULES: readonly ImpactRule[] = [
  {
    name: 'package to install',
    command: (command) =>
      installedBy(command).length > 0 ||
      // An alias takes one package under the name of another.
      (/^(?:npm|pnpm|yarn|bun)$/.test(command.program) && has(command, /@npm:|^(?:github|gitlab|gist|bitbucket):/)),
    hits: [
      '`npm install left-pad`',
      '`npm i -D left-padd`',
      '`pip install requests`',
      '`apt-get install -y jq`',
      '`uv pip install x`',
      '`python -m pip3 install x`',
      '`npm --prefix a install x`',
      '`poetry add x`',
      '`code --install-extension a.b`',
      'Always npm install left-padd before building.',
    ],
    misses: [
      '`npm install`',
      '`npm config get registry`',
      '`pnpm install --frozen-lockfile`',
      '`npm test`',
      '`pip install -r requirements.txt`',
      '`pip install -e .`',
      'Use npm install after a pull.',
      'Show the code in inline style.',
      'Always go get the newest one.',
    ],
  },
  {
    name: 'package to run',
    command: (command) => {
      const tool = fetchedTool(command);
      return tool !== null && !isKnownPackage(tool.replace(/(?<=.)@[\w.^~-]+$/, ''));
    },
    hits: [
      '`npx agent-helper init`',
      '`npm exec helper`',
      '`npm init helper`',
      '`bun x helper`',
      '`pnpm --silent dlx helper`',
      '`npx --package=helper tsc`',
      '`uv tool run helper`',
      '`uv run --with helper x.py`',
      '`go run a.io/x@latest`',
      '`pnpm dlx some-tool`',
      '`uvx helper`',
    ],
    misses: [
      '`npx tsc --noEmit`',
      '`npx vitest run`',
      '`pnpm exec anything`',
      '`npm init -y`',
      '`go run ./cmd/x`',
      '`npm exec -- tsc`',
      '`uv run pytest -q`',
    ],
  },
  {
    name: 'package source',
    command: (command) =>
      (/^(?:npm|pnpm|yarn|pip|poetry|uv|gem|bundle|cargo|go|conda|composer|nuget|dotnet|bun)$/.test(command.program) &&
        (has(
          command,
          /^--?(?:index-url|extra-index-url|find-links|registry|trusted-host|source|index|default-index|channel)(?:=|$)/,
        ) ||
          (command.program === 'pip' && command.words.some((word, at) => word === '-i' && at > 0)))) ||
      (/^(?:npm|pnpm|yarn|pip|bun|poetry|bundle|conda|composer)$/.test(command.program) &&
        /^(?:config|set|source|sources)$/.test(command.words[1] ?? '') &&
        command.words.some((word) =>
          /registry|index-url|mirror|repositories|strict-ssl|ignore-scripts|proxy|cafile|npmRegistryServer/i.test(word),
        ) &&
        !command.words.some((word) => /^(?:get|list|ls|delete|unset)$/.test(word))) ||
      (calls(command, 'helm', 'repo') && command.words[2] === 'add') ||
      (calls(command, 'brew', 'tap') && command.words.length > 2) ||
      calls(command, 'add-apt-repository') ||
      command.sets.some((set) =>
        /^(?:(?:npm_config|NPM_CONFIG|PIP|UV)_\w*(?:registry|index|url)\w*|GOPROXY|GONOSUMDB|GONOSUMCHECK|GOFLAGS|GOINSECURE|GONOSUMDB|CARGO_REGISTRIES_\w+)=/i.test(
          set,
        ),
      ),
    text: [/(?:\.npmrc|\.yarnrc(?:\.yml)?|pip\.conf|pip\.ini|\.pypirc|bunfig\.toml|\.cargo\/config|nuget\.config)\b/i],
    hits: [
      '`npm config set registry x`',
      '`pip install -i mirror/simple -r requirements.txt`',
      '`helm repo add a b`',
      '`GOPROXY=x go build`',
      'Put it into .npmrc.',
    ],
    misses: ['`npm config get registry`', '`npm config list`', '`helm repo list`'],
  },
  {
    name: 'package published',
    command: (command) =>
      (calls(command, 'npm', 'publish', 'unpublish', 'deprecate', 'owner', 'access', 'dist-tag') ||
        calls(command, 'pnpm', 'publish') ||
        (command.program === 'yarn' &&
          (command.words[1] === 'publish' || (command.words[1] === 'npm' && command.words[2] === 'publish'))) ||
        calls(command, 'cargo', 'publish', 'yank', 'owner') ||
        calls(command, 'twine', 'upload') ||
        calls(command, 'gem', 'push', 'yank', 'owner') ||
        calls(command, 'poetry', 'publish') ||
        calls(command, 'uv', 'publish') ||
        calls(command, 'docker', 'push') ||
        calls(command, 'vsce', 'publish')) &&
      (command.parsed || command.words.length > 2) &&
      !has(command, /^--dry-run$/),
    hits: ['`npm publish --access public`', '`twine upload dist/*`', '`cargo publish`', '`docker push a/b`'],
    misses: ['`npm publish --dry-run`', '`npm pack`', '`docker compose push --help`'],
  },
  {
    name: 'package named',
    text: [
      // `the package x`, `x as a dependency`: only words that say it is one, or every noun would be a package.
      order(
        'add|install|use|import|depend on|require|pull in|switch to|adopt|include',
        `(?:the |a )?(?:npm |pip |python |node |go |rust |ruby )?(?:package|dependency|library|module|crate|gem|plugin|extension|image|action) (?!(?:for|of|in|to|with|and|or|that|which|from|manager|name|version|at|is|on|under|when|before|after|by|as|path|graph|json|lock|files?)\\b)${NAME}`,
      ),
      order(
        'add|put',
        `${NAME} (?:to|into|in) (?:the |your )?(?:dev)?-?(?:dependencies|package\\.json|requirements(?:\\.txt)?|pyproject\\.toml|cargo\\.toml|gemfile|go\\.mod)`,
      ),
      order(
        'install',
        '(?!(?:the|all|it|them|a|an|any|your|our|its|dependencies|deps|packages|from|with|in|on|once|again|first|only|before|after|hooks|only|step|script|and|or|command|time|stage|phase|…)\\b)[a-z@][\\w@/.-]*[-/@][\\w@/.-]* ?(?:globally|locally|first|before|\\.|,|$|in|on|with|from)',
      ),
      /(?:^|[\s{,])["'](?:@?[a-z0-9][\w./-]{1,60})["']\s?:\s?["'](?:[~^>=]{0,2}\d|latest|\*|file:|git|http|npm:)/,
      /\buses\s?: ?(?!\.\/|actions\/)[\w.-]{1,60}\/[\w./-]{1,80}@/,
      /\bfrom ['"]?[a-z][a-z0-9]*(?:-[a-z0-9]+){1,4}['"]?(?= ?[.;]? ?$)/,
    ],
    hits: [
      'Add the package colours-js to the build.',
      'Install agent-doctor globally.',
      'Put `"left-padd": "^1.0.0"` into the manifest.',
      'Add `uses: helper/action@v1` to the workflow.',
      'Import helpers from agent-doctor.',
    ],
    misses: [
      'Use the package manager pnpm.',
      'Install the dependencies first.',
      'Add the module to the sidebar.',
      'Add `uses: actions/checkout@v4`.',
      'Never add the package colours-js.',
    ],
  },
  {
    name: 'package in place of another',
    text: [
      order('use|prefer|take|import|install|require', `${NAME} (?:instead of|rather than|in place of|over) ${NAME}`),
      order('replace|swap|exchange', `${NAME}(?: everywhere| always)? (?:by|with|for) ${NAME}`),
      order('switch|migrate|move|change', `from ${NAME} to ${NAME}`),
    ],
    counts: ([all, first = '', second = '']) =>
      /^(?:use|prefer|take|import|install|require)/i.test(all)
        ? isUnknownReplacement(first, second)
        : isUnknownReplacement(second, first),
    hits: [
      'Use left-padd instead of lodash.',
      'Replace `requests` by `requestz` everywhere.',
      'Switch from axios to axioss.',
    ],
    misses: [
      'Use pnpm instead of npm.',
      'Use `fetch` instead of `axios`.',
      'Use tabs instead of spaces.',
      'Use `Temporal` instead of moment.',
      'Never use left-padd instead of lodash.',
      'Use the theme instead of styled-components.',
    ],
  },
];
