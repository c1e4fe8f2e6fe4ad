// Keys without a telling shape, told by the name of their maker beside them: `ADAFRUIT_KEY=…`, `"mattermost": "…"`.
// Names and shapes are those of gitleaks (github.com/gitleaks/gitleaks, config/gitleaks.toml, MIT): there one rule for
// each, here one pattern for all names, and the shapes that count after each name.
import { isPlaceholder } from '../looks-secret.ts';
import type { Range, Rule, RuleMatch } from '../rule.ts';
import { sample, sampleHex } from '../rule.ts';
import { oneOf } from './one-of.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A name as it is written in lower case, and the lengths its keys have; `uuid` where they have that form. */
const VENDORS: Readonly<Record<string, readonly (number | 'uuid' | RegExp)[]>> = {
  adafruit: [32],
  adobe: [32],
  airtable: [17],
  algolia: [32],
  alibaba: [30],
  asana: [16, 32],
  atlassian: [24],
  beamer: [46],
  bitbucket: [32, 64],
  bittrex: [32],
  clojars: [60],
  cloudflare: [37, 40],
  codecov: [32],
  cohere: [40],
  coinbase: [64],
  confluence: [24],
  confluent: [16, 64],
  contentful: [43],
  datadog: [32, 40],
  discord: [18, 32, 64],
  droneci: [32],
  dropbox: [15, 64],
  etsy: [24],
  facebook: [32],
  fastly: [32],
  finicity: [20, 32],
  finnhub: [20],
  flickr: [32],
  freshbooks: [64],
  gitter: [40],
  gocardless: [45],
  heroku: ['uuid'],
  hubspot: ['uuid'],
  intercom: [60],
  jfrog: [64, 73],
  artifactory: [64, 73],
  bintray: [64, 73],
  xray: [64, 73],
  jira: [24],
  kraken: [80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90],
  kucoin: [24, 'uuid'],
  launchdarkly: [40],
  linear: [32],
  linkedin: [14, 16],
  linked_in: [14, 16],
  'linked-in': [14, 16],
  lob: [40],
  looker: [20, 24],
  mailchimp: [/^[0-9a-f]{32}-us\d{1,2}$/i],
  mailgun: [/^[0-9a-h]{32}-[0-9a-h]{8}-[0-9a-h]{8}$/i],
  mapbox: [/^[ps]k\.[\w-]{60,}\.[\w-]{22}$/i],
  mattermost: [26],
  meraki: [40],
  messagebird: [25, 'uuid'],
  message_bird: [25, 'uuid'],
  'message-bird': [25, 'uuid'],
  netlify: [40, 41, 42, 43, 44, 45, 46],
  'new-relic': [64],
  newrelic: [64],
  new_relic: [64],
  nytimes: [32],
  newyorktimes: [32],
  'new-york-times': [32],
  okta: [42],
  plaid: [24, 30],
  private_ai: [32],
  'private-ai': [32],
  privateai: [32],
  rapidapi: [50],
  sendbird: [40, 'uuid'],
  sentry: [32, 64],
  contribsys: [/^[0-9a-f]{8}:[0-9a-f]{8}$/i],
  snyk: ['uuid'],
  sonar: [40],
  squarespace: ['uuid'],
  sumo: [14, 64],
  telegr: [/^\d{5,16}:A[\w-]{34}$/],
  travis: [22],
  twitch: [30],
  twitter: [25, 45, 50, /^\d{15,25}-[A-Za-z0-9]{20,40}$/, /^A{22}[A-Za-z0-9%]{80,100}$/],
  yandex: [40],
  zendesk: [40],
  shodan: [32],
  virustotal: [64],
  pagerduty: [20],
  opsgenie: ['uuid'],
  rollbar: [32],
  bugsnag: [32],
  honeybadger: [32],
  amplitude: [32],
  mixpanel: [32],
  segment: [32],
  deepgram: [40],
  assemblyai: [32],
  mistral: [32],
  wandb: [40],
  vultr: [36],
  linode: [64],
  hetzner: [64],
  scaleway: ['uuid'],
  vercel: [24],
  circleci: [40],
  sauce: ['uuid'],
  browserstack: [20],
  percy: [64],
  openweather: [32],
  ipinfo: [14],
  giphy: [32],
  trello: [32, 64],
  zapier: [32],
  binance: [64],
  alchemy: [32],
  infura: [32],
  etherscan: [34],
};

/** What stands between a name and its key, and the key; tried only right after a name. */
const ASSIGNED =
  /[\w.-]{0,24}["'`\\]{0,3}[ \t]{0,3}(?:\?|\|\|)?[=:,>]{0,3}[ \t]{0,3}["'`\\]{0,3}(?<value>[A-Za-z0-9_%/+-][A-Za-z0-9_.:%=/+-]{13,127})/y;

/** The key that belongs to a name, when its shape is one that keys of that maker have. */
function locateKey({ value: name, end: from, text }: RuleMatch): Range | null {
  ASSIGNED.lastIndex = from;
  const assigned = ASSIGNED.exec(text);
  const whole = assigned?.groups?.['value'];
  if (whole === undefined) return null;
  const end = ASSIGNED.lastIndex;
  const start = end - whole.length;
  // between name and key stands a sign that gives one to the other, and after the key nothing of it
  if (!/[=:,>|]/.test(text.slice(from, start)) || /^[A-Za-z0-9_%=/+-]/.test(text.slice(end, end + 1))) return null;
  for (const value of [whole, whole.replace(/[=.:,]{1,2}$/, '')]) {
    if (isKeyOf(name.toLowerCase(), value)) return { start, end: start + value.length };
  }
  return null;
}

function isKeyOf(name: string, value: string): boolean {
  if (isPlaceholder(value)) return false;
  return (VENDORS[name] ?? []).some((shape) => {
    if (shape === 'uuid') return UUID.test(value);
    if (shape instanceof RegExp) return shape.test(value);
    return value.length === shape && looksMade(value);
  });
}

/** Digits among letters, and no words: a key of 32 letters holds seven digits or so, a name one or two. */
function looksMade(value: string): boolean {
  if (/^\d+$/.test(value)) return true;
  const digits = value.replaceAll(/\D/g, '').length;
  return (
    digits >= 1 &&
    /[A-Za-z]/.test(value) &&
    new Set(value).size >= Math.min(8, value.length / 2) &&
    !/^[a-z]+(?:[._-][a-z]+)+\d{0,4}$/i.test(value)
  );
}

export const NAMED_VENDORS: readonly Rule[] = [
  {
    id: 'api-key',
    kind: 'secret',
    keywords: [],
    pattern: new RegExp(oneOf(Object.keys(VENDORS)), 'gi'),
    locate: locateKey,
    hits: [
      { text: `export ADAFRUIT_IO_KEY=${sample(32)}`, secret: sample(32) },
      { text: `meraki: "${sampleHex(40)}"`, secret: sampleHex(40) },
      {
        text: `{"heroku-id":"${sampleHex(8)}-7c0a-4f9e-8b8d-${sampleHex(12)}"}`,
        secret: `${sampleHex(8)}-7c0a-4f9e-8b8d-${sampleHex(12)}`,
      },
    ],
    misses: [
      'discord: the-name-of-a-channel-of-32-signs',
      'sentry-release: 1.2.3',
      'jira=PROJ-1234',
      'linear: ease-in-out 0.3s',
      'ADAFRUIT_KEY=$ADAFRUIT_KEY_OF_THE_TEAM_12345',
    ],
  },
];
