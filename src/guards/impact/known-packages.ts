// Names that everybody's projects use. They are exempt where a tool is run by name, and what is put in the place of one of
// them in prose is looked at: `use left-padd instead of lodash` names a package, `use tabs instead of spaces` does not.
import { isEnglishWord } from '../../text/english-words.ts';

const TOOLS =
  'ava babel biome cypress esbuild eslint jest knip lerna markdownlint mocha nx oxlint playwright prettier prisma publint rollup stylelint tsc tsup tsx turbo vite vitest webpack';
const PACKAGES =
  'axios bcrypt body-parser boto3 cargo celery chai chalk cheerio clap click colorama colors commander core-js cors crypto-js date-fns dayjs debug django dotenv ejs electron express fastapi fastify flask formik got graphql gunicorn handlebars httpx immer jasmine jinja2 joi jquery jsonwebtoken karma koa left-pad lodash luxon matplotlib minimist mobx moment mongoose mysql mysql2 nanoid next node-fetch nodemon numpy openssl opencv-python pandas passport pg pillow pino psycopg2 pydantic pytest python-dateutil pyyaml ramda react react-dom redis redux request requests rimraf rspec ruff rxjs sass scikit-learn scipy selenium semver sequelize serde sharp sinon six socket.io sqlalchemy styled-components superagent svelte tailwindcss tensorflow tokio torch tqdm ts-jest ts-node tslib typescript underscore undici urllib3 uuid vue webpack-cli werkzeug winston ws yargs yup zod npm pnpm yarn bun pip poetry uv';
/** What platforms and languages have themselves. */
const BUILT_IN =
  'fetch native builtin built-in stdlib intl console crypto assert test node deno structuredclone logging pathlib unittest';
const RUN_BY_NAME = new Set(TOOLS.split(' '));
const KNOWN = new Set([...RUN_BY_NAME, ...PACKAGES.split(' '), ...BUILT_IN.split(' ')]);

/** Whether a tool fetched and run by its name is one that projects commonly run so. */
export function isKnownPackage(name: string): boolean {
  return RUN_BY_NAME.has(name);
}

/**
 * Whether a name comes in the place of a known package without being one itself. A word of English or a name in code
 * (`Temporal`, `useTheme`) is none.
 * @param name what should be used
 * @param instead what it should be used for
 */
export function isUnknownReplacement(name: string, instead: string): boolean {
  const plain = withoutVersion(name).toLowerCase();
  if (!KNOWN.has(withoutVersion(instead).toLowerCase()) || KNOWN.has(plain)) return false;
  return /^@?[a-z0-9][a-z0-9._/-]{2,}$/.test(withoutVersion(name)) && !isEnglishWord(plain);
}

function withoutVersion(name: string): string {
  return name.replace(/(?<=.)@[^]*$/, '').replace(/\.$/, '');
}
