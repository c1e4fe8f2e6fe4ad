// Values beside a telling name: `password=…`, `"token": "…"`, `--api-key …`, `<secret>…</secret>`.
// The name decides how much the value has to look like a secret: after `password` less than after `token`.
import {
  isPlaceholder,
  looksLikeEnvironmentValue,
  looksLikePassword,
  looksLikeToken,
  looksRandom,
} from '../looks-secret.ts';
import type { Range, Rule, RuleMatch } from '../rule.ts';
import { onlyIf, part, sample, sampleHex, textBefore } from '../rule.ts';

const strong = sample(24);

/** `.env` style: an upper-case name, and `=` with no space around it. */
function isEnvironment(match: RuleMatch): boolean {
  const before = textBefore(match, 32) + match.text.slice(match.matchStart, match.start);
  return /[A-Z][A-Z0-9_]{2,64}=["']?$/.test(before);
}

/** `--- PASS: TestParser/10_lines`: what a test came to. */
function isVerdict(match: RuleMatch): boolean {
  return (
    /(?:^|[^A-Za-z_-])pass: ?$/i.test(textBefore(match, 8) + match.text.slice(match.matchStart, match.start)) &&
    /^\s*(?:(?:-{2,}|=|\u2713|\[)\s*)?$/.test(textBefore(match, 80).split('\n').at(-1) ?? '')
  );
}

function passwordAfter(match: RuleMatch): Range | null {
  if (isVerdict(match)) return null;
  if (isEnvironment(match)) return looksLikeEnvironmentValue(match.value) ? match : null;
  return looksLikePassword(match.value) ? match : null;
}

/** Names that only speak about a token: `token_url`, `secret_name`. */
const ABOUT =
  /(?:name|names|id|ids|url|uri|path|file|type|count|limit|length|size|ttl|expiry|expires|expires_at|expires_in|header|field|prefix|arn|ref|version|provider|store|manager|dir|usage|budget)$/i;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function tokenAfter(match: RuleMatch): Range | null {
  const suffix = match.groups['suffix'] ?? '';
  // the id of a secret is a name, but Vault calls one half of a login `secret_id`
  if (ABOUT.test(suffix) && !(suffix === '_id' && UUID.test(match.value))) return null;
  if (isEnvironment(match) && match.value.length >= 10 && !/^\d+$/.test(match.value)) {
    return looksLikeEnvironmentValue(match.value) ? match : null;
  }
  return looksLikeToken(match.value) ? match : null;
}

const PASSWORD_WORDS = ['pass', 'pwd'];
const TOKEN_WORDS = ['key', 'token', 'secret', 'auth', 'credential', 'signature', 'sonar.login', 'salt', 'password'];

/** Programs with a password right after `-p`, and those with one in the next word. */
const MYSQL = /\b(?:sshpass|mysql(?:dump|admin|import)?|mariadb(?:-dump|-admin)?)\b/;
const LOGIN = /\b(?:sshpass|(?:docker|podman|nerdctl|helm registry) login)\b/;

export const ASSIGNMENTS: readonly Rule[] = [
  {
    id: 'password',
    kind: 'secret',
    keywords: PASSWORD_WORDS,
    // quoted: may hold spaces
    pattern:
      /(?:passwords?|passwd|passphrase|passcode|pwd|[_-]pass|\bpass)\d{0,2}["'\\]{0,3}(?:[ \t]{0,3}(?:=>|:=|[:=])[ \t]{0,3}|[ \t]{1,3})\\{0,2}["'`](?<value>[^"'`\r\n\0\\]{4,256})(?=\\{0,2}["'`])/gi,
    locate: onlyIf(
      ({ value, text, matchStart, start }) =>
        // in prose, what is to be passed on stands in backticks
        !/\bpass[ \t]{1,3}`/i.test(text.slice(matchStart, start)) &&
        !isPlaceholder(value) &&
        (looksLikePassword(value) || (/^\S+$/.test(value) && /^[a-z]{6,}$/.test(value))),
    ),
    hits: [
      { text: `{"password": "hunter${part('2')}x!"}`, secret: 'hunter2x!' },
      { text: `\\"password\\": \\"tr0ub4dor${part('3')}\\"`, secret: 'tr0ub4dor3' },
      { text: `const pwd = 'correct horse battery ${part('9')}'`, secret: 'correct horse battery 9' },
      { text: 'spring.datasource.password: "sommerregen"', secret: 'sommerregen' },
    ],
    misses: [
      '{"password": "<password>"}',
      '{"password": "changeme"}',
      'password: "string"',
      'password = "${DB_PASSWORD}"',
      "placeholder for password: 'Enter your password'",
      'password: "********"',
      'Pass `*OutputPath7` on',
    ],
  },
  {
    id: 'password',
    kind: 'secret',
    keywords: PASSWORD_WORDS,
    pattern:
      /(?:passwords?|passwd|passphrase|passcode|pwd|[_-]pass|\bpass)\d{0,2}["'\\]{0,3}(?:[ \t]{0,3}(?:=>|:=|[:=])[ \t]{0,3}|\s(?:is|was)\s)(?<value>[^\s"'`,;<>(){}|&\0\\]{4,256})/gi,
    locate: passwordAfter,
    hits: [
      { text: `password=s3cr${part('et')}Value1`, secret: 's3cretValue1' },
      { text: `DB_PASSWORD=sommerregen`, secret: 'sommerregen' },
      { text: `the password is hunter${part('22')}!`, secret: 'hunter22!' },
      { text: `Server=db;Pwd=Xy7${part('pq!')}9;`, secret: 'Xy7pq!9' },
      { text: `url?user=bob&password=a9b8c7${part('d6')}&x=1`, secret: 'a9b8c7d6' },
    ],
    misses: [
      'password: string',
      'password = input()',
      'PASSWORD=$DB_PASSWORD',
      'password=process.env.DB_PASSWORD',
      'the password is wrong',
      'password: req.body.password',
      'password=<secret:password>',
      'tests: pass: 12, fail: 0',
      'pass=xxx',
      '    --- PASS: TestParser/10_lines (0.00s)',
      'PASS: test_a1/b2',
    ],
  },
  {
    id: 'token',
    kind: 'secret',
    keywords: TOKEN_WORDS,
    pattern:
      /(?:secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|account[_-]?key|master[_-]?key|license[_-]?key|credentials?|[_-]auth|"auth(?=\\{0,2}")|signature|sonar\.login)(?<suffix>[\w-]{0,24})["'\\]{0,3}(?:[ \t]{0,3}(?:=>|:=|[:=])[ \t]{0,3}|\s(?:is|was)\s)\\{0,2}["'`]?(?<value>[^\s"'`,;<>(){}|&\0\\]{8,2048})/gi,
    locate: tokenAfter,
    hits: [
      { text: `api_key: ${strong}`, secret: strong },
      { text: `{"client_secret":"${strong}"}`, secret: strong },
      { text: `SECRET_KEY_BASE=${sampleHex(64)}`, secret: sampleHex(64) },
      { text: `x-api-key: ${sampleHex(32)}`, secret: sampleHex(32) },
      { text: `AccountKey=${sample(86)}==;EndpointSuffix=x`, secret: `${sample(86)}==` },
      { text: `?access_token=${strong}&x=1`, secret: strong },
      { text: `aws_secret_access_key = ${sample(40)}`, secret: sample(40) },
    ],
    misses: [
      'tokens: 12345678',
      'max_tokens=100000',
      'token: <token>',
      'api_key=process.env.API_KEY_2',
      'token = response.data.token',
      'secretName: my-app-credentials-7',
      'token_url: https://login9.host/oauth2/token',
      'TOKEN=${GITHUB_TOKEN}',
      'api_key: your_api_key_123',
      'const token = await getToken2()',
      'token: ${{ secrets.GH_TOKEN }}',
      'tokenizer = AutoTokenizer',
      'token=<secret:token>',
    ],
  },
  {
    id: 'token',
    kind: 'secret',
    keywords: TOKEN_WORDS,
    // quoted: any characters, as keys of frameworks have them; also `define('KEY', '…')`
    pattern:
      /(?:secret|token|salt|key|password)[\w-]{0,24}["'\\]{0,3}[ \t]{0,3}(?:=>|:=|[:=,])?[ \t]{0,16}\\{0,2}["'`](?<value>[^\s"'`\0\\]{10,256})(?=\\{0,2}["'`])/gi,
    locate: onlyIf(({ value }) => looksRandom(value)),
    hits: [
      { text: `SECRET_KEY = 'zh!=!gq(w^_t${part('9')}BR29954x)HI+$'`, secret: 'zh!=!gq(w^_t9BR29954x)HI+$' },
      { text: `secretKey "H5l@N8!${part('9')}p#Yq"`, secret: 'H5l@N8!9p#Yq' },
      { text: `define('DB_PASSWORD', 'a1!${part('b2')}#c3$d');`, secret: 'a1!b2#c3$d' },
    ],
    misses: [
      'key: "a@b.c/d1"',
      `key = "ctrl+shift+k1 now"`,
      'key="${a1}+${b2}=c"',
      "key: '<a1+b2=c3>'",
      'tokens("a1", "b2+")',
    ],
  },
  {
    id: 'token',
    kind: 'secret',
    keywords: [],
    pattern:
      /-(?:password|passwd|pass|token|secret|api-?key|auth-?key|access-?key|secret-?key|client-secret)\s{1,3}["']?(?<value>[^\s"'`<>$;|&\0-][^\s"'`<>;|&\0]{5,512})/gi,
    locate: onlyIf(
      ({ value }) =>
        !/^[a-z]{1,16}=/.test(value) && (looksLikeToken(value) || (value.length >= 8 && looksLikePassword(value))),
    ),
    hits: [
      { text: `tool login --token ${strong}`, secret: strong },
      { text: `deploy --db-password "p4ss${part('phrase')}!"`, secret: 'p4ssphrase!' },
    ],
    misses: [
      '--token $TOKEN',
      '--password prompt',
      'login --password-stdin',
      '--secret id=npm,src=.npmrc',
      '--api-key <key>',
    ],
  },
  {
    id: 'password',
    kind: 'secret',
    keywords: ['redis-cli', 'login', 'sshpass', 'mysql', 'mariadb'],
    // programs that take a password as a one-letter option
    pattern: /\s-(?<flag>[ap])(?<gap>\s{0,3})["']?(?<value>[^\s"'`<>$|;&\0-][^\s"'`<>$|;&\0]{4,255})/g,
    locate: onlyIf(({ value, text, matchStart, groups }) => {
      const line = text.slice(Math.max(0, matchStart - 120), matchStart).replace(/^[^]*[\n|;&\0]/, '');
      const program = groups['flag'] === 'a' ? /\bredis-cli\b/ : groups['gap'] === '' ? MYSQL : LOGIN;
      return program.test(line) && looksLikePassword(value);
    }),
    hits: [
      { text: `redis-cli -h host -a geh${part('eim7')} ping`, secret: 'geheim7' },
      { text: `sshpass -p 'geh${part('eim7')}' ssh host`, secret: 'geheim7' },
      { text: `docker login -u bob -p geh${part('eim7')} host`, secret: 'geheim7' },
      { text: `mysql -u root -pgeh${part('eim7')} db`, secret: 'geheim7' },
    ],
    misses: [
      'redis-cli -p 63790',
      'docker login -u bob --password-stdin',
      'mysql --protocol=tcp4 -P 33060',
      'mysql -u root -p db2024',
      'docker login -p $PASS',
    ],
  },
  {
    id: 'password',
    kind: 'secret',
    keywords: [],
    pattern: /\s(?:-u|--user)[ =]{0,2}["']?[A-Za-z0-9._@%+-]{1,64}:(?<value>[^\s"'`<>$;|&\0]{4,256})/g,
    locate: onlyIf((match) => {
      const { value } = match;
      const line = textBefore(match, 200).split('\n').at(-1) ?? '';
      return /\b(?:curl|wget|http|https)\b/.test(line) ? !isPlaceholder(value) : looksLikeToken(value);
    }),
    hits: [{ text: `curl -s -u admin:geh${part('eim')} http://host/`, secret: 'geheim' }],
    misses: ['docker run -u 1000:1000 image', 'curl -u user:$PASS x', 'chown -u bob:staff x'],
  },
  {
    id: 'password',
    kind: 'secret',
    keywords: ['pass', 'secret', 'token', 'api'],
    pattern:
      /<(?:[A-Za-z]{0,20}password|passphrase|pass(?: encoding="base64")?|secret(?:[ _-]?(?:access)?[ _-]?key)?|api[_-]?key|(?:access|auth)?[_-]?token)>\s{0,4}(?<value>[^<>\s\0]{4,512})(?=\s{0,4}<\/)/gi,
    locate: onlyIf(({ value }) => !isPlaceholder(value) && !/^\d{1,5}$/.test(value)),
    hits: [{ text: `<server><password>geh${part('eim')}7</password></server>`, secret: 'geheim7' }],
    misses: ['<password>${env.PASS}</password>', '<password></password>', '<password>changeme</password>'],
  },
];
