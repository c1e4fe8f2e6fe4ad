// The door to secretlint: its recommended rules, loaded on first use. Left out is its filter for comments, because with
// it one `secretlint-disable` in a log would switch the scanner off.
// The rules are called without @secretlint/core, whose profiler keeps every call in a list it searches each time.
import type { SecretLintRuleContext, SecretLintSourceCode } from '@secretlint/types';
import type { SecretSpan } from './replace-spans.ts';

type Lint = (content: string) => Promise<readonly SecretSpan[]>;

let loading: Promise<Lint> | null = null;

/**
 * What secretlint finds in a text, in no particular order.
 * Rejects when the scanner cannot be loaded or fails: then nothing is known about the text.
 */
export async function findWithSecretlint(content: string): Promise<readonly SecretSpan[]> {
  loading ??= load();
  try {
    const lint = await loading;
    return await lint(content);
  } catch (error) {
    throw new Error(`The secret scanner failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function load(): Promise<Lint> {
  const { rules } = await import('@secretlint/secretlint-rule-preset-recommend');
  const used = rules.filter((rule) => rule.meta.id !== '@secretlint/secretlint-rule-filter-comments');
  if (used.length < 14) throw new Error(`it has ${used.length} rules where 14 were expected`);
  return async (content) => {
    const found: SecretSpan[] = [];
    for (const rule of used) {
      const context: SecretLintRuleContext = {
        sharedOptions: {},
        createTranslator: () => (messageId, data) => ({
          message: String(messageId),
          messageId: String(messageId),
          data,
        }),
        report: ({ range: [start, end], message }) => {
          found.push(narrow(content, start, end, message.messageId, rule.meta.id));
        },
        ignore: () => undefined,
      };
      const options = rule.meta.id === '@secretlint/secretlint-rule-aws' ? { enableIDScanRule: true } : {};
      await rule.create(context, options).file?.(asSource(content));
    }
    return found;
  };
}

/** Text that comes from no file. */
function asSource(content: string): SecretLintSourceCode {
  const nowhere = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };
  return {
    hasBOM: false,
    content,
    filePath: undefined,
    physicalFilePath: undefined,
    contentType: 'text',
    ext: '.txt',
    getFilePath: () => undefined,
    getPhysicalFilePath: () => undefined,
    locationToRange: () => [0, 0],
    rangeToLocation: () => nowhere,
    positionToIndex: () => 0,
    indexToPosition: () => nowhere.start,
  };
}

/** Message ids of secretlint 11 in our words; a new one is named after its rule. */
const IDS: Readonly<Record<string, string>> = {
  AWSAccountID: 'aws-account',
  AWSSecretAccessKey: 'aws-key',
  AWSAccessKeyID: 'aws-key',
  PrivateKeyP12: 'private-key',
  PrivateKeyJSON: 'private-key',
  PrivateKey: 'private-key',
  PackageJSON_xOauthToken: 'github-token',
  Npmrc_authToken: 'npm-token',
  NPM_ACCESS_TOKEN: 'npm-token',
  BasicAuth: 'password',
  SLACK_TOKEN: 'slack-token',
  IncomingWebhook: 'webhook',
  SENDGRID_KEY: 'sendgrid-key',
  SHOPIFY_KEY: 'shopify-token',
  GITHUB_TOKEN: 'github-token',
  OPENAI_TOKEN: 'openai-key',
  ANTHROPIC_API_KEY: 'anthropic-key',
  LINEAR_API_TOKEN: 'linear-key',
  OPS_TOKEN: '1password-token',
  MongoDBConnection: 'password',
  MySQLConnection: 'password',
  PostgreSQLConnection: 'password',
};

/** The password alone of a URL with one: host and database are worth keeping. */
function narrow(content: string, start: number, end: number, messageId: string, ruleId: string): SecretSpan {
  const id = IDS[messageId] ?? ruleId.replace(/^.*secretlint-rule-/, '');
  if (id === 'password') {
    const url = /:\/\/[^\s:@/]{0,256}:(?<password>[^\s@/]{1,256})@/.exec(content.slice(start, end));
    const password = url?.groups?.['password'];
    if (url !== null && password !== undefined) {
      const passwordEnd = start + url.index + url[0].length - 1;
      return { start: passwordEnd - password.length, end: passwordEnd, id, kind: 'secret' };
    }
  }
  return { start, end, id, kind: 'secret' };
}
