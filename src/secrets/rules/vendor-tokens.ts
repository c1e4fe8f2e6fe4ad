// Tokens that their makers gave a telling beginning. Shapes are those the makers document; many are also in gitleaks'
// rules (MIT), some are in secretlint's: what both find is replaced once.
import type { Rule } from '../rule.ts';
import { sample, sampleHex } from '../rule.ts';

const HEX = '[0-9a-f]';
const WORD = '[A-Za-z0-9]';
const DASHED = '[A-Za-z0-9_-]';

/** Name, beginning, allowed characters, shortest and longest rest. */
const SHAPES: readonly (readonly [id: string, prefix: string, characters: string, min: number, max: number])[] = [
  ['github-token', 'ghp_', WORD, 30, 255],
  ['github-token', 'gho_', WORD, 30, 255],
  ['github-token', 'ghu_', WORD, 30, 255],
  ['github-token', 'ghs_', '[A-Za-z0-9_.-]', 30, 1024],
  ['github-token', 'ghr_', WORD, 30, 255],
  ['github-token', 'github_pat_', '[A-Za-z0-9_]', 60, 255],
  ['gitlab-token', 'glpat-', '[A-Za-z0-9_.-]', 20, 320],
  ['gitlab-token', 'gldt-', DASHED, 20, 64],
  ['gitlab-token', 'glrt-', DASHED, 20, 64],
  ['gitlab-token', 'glcbt-', DASHED, 20, 64],
  ['gitlab-token', 'glptt-', HEX, 40, 40],
  ['stripe-key', 'sk_live_', WORD, 16, 255],
  ['stripe-key', 'rk_live_', WORD, 16, 255],
  ['stripe-key', 'sk_test_', WORD, 16, 255],
  ['stripe-key', 'rk_test_', WORD, 16, 255],
  ['stripe-key', 'whsec_', '[A-Za-z0-9+/]', 24, 128],
  ['google-key', 'AIza', DASHED, 35, 35],
  ['google-token', 'ya29.', DASHED, 20, 1024],
  ['google-secret', 'GOCSPX-', DASHED, 20, 64],
  ['twilio-key', 'SK', HEX, 32, 32],
  ['anthropic-key', 'sk-ant-', DASHED, 24, 255],
  ['openai-key', 'sk-proj-', DASHED, 24, 255],
  ['openai-key', 'sk-svcacct-', DASHED, 24, 255],
  ['openai-key', 'sk-admin-', DASHED, 24, 255],
  ['openai-key', 'sk-', WORD, 32, 128],
  ['openrouter-key', 'sk-or-v1-', HEX, 32, 128],
  ['huggingface-token', 'hf_', WORD, 30, 64],
  ['groq-key', 'gsk_', WORD, 40, 64],
  ['xai-key', 'xai-', WORD, 40, 128],
  ['perplexity-key', 'pplx-', WORD, 40, 64],
  ['replicate-token', 'r8_', WORD, 32, 64],
  ['nvidia-key', 'nvapi-', DASHED, 60, 80],
  ['npm-token', 'npm_', WORD, 30, 64],
  ['pypi-token', 'pypi-', DASHED, 50, 1024],
  ['rubygems-token', 'rubygems_', HEX, 40, 64],
  ['docker-token', 'dckr_pat_', DASHED, 20, 64],
  ['docker-token', 'dckr_oat_', DASHED, 20, 64],
  ['docker-token', 'SWMTKN-1-', '[a-z0-9-]', 40, 128],
  ['digitalocean-token', 'dop_v1_', HEX, 64, 64],
  ['digitalocean-token', 'doo_v1_', HEX, 64, 64],
  ['databricks-token', 'dapi', '[0-9a-fA-F]', 32, 34],
  ['figma-token', 'figd_', DASHED, 30, 64],
  ['vault-token', 'hvs.', DASHED, 24, 300],
  ['vault-token', 'hvb.', DASHED, 24, 400],
  ['terraform-token', 'atlasv1.', DASHED, 40, 80],
  ['sendgrid-key', 'SG.', '[A-Za-z0-9_.-]', 60, 80],
  ['slack-token', 'xoxb-', '[A-Za-z0-9-]', 20, 255],
  ['slack-token', 'xoxp-', '[A-Za-z0-9-]', 20, 255],
  ['slack-token', 'xoxe-', '[A-Za-z0-9-]', 20, 255],
  ['slack-token', 'xoxs-', '[A-Za-z0-9-]', 20, 255],
  ['slack-token', 'xapp-', '[A-Za-z0-9-]', 20, 255],
  ['square-token', 'sq0atp-', DASHED, 22, 64],
  ['square-token', 'sq0csp-', DASHED, 40, 64],
  ['shopify-token', 'shpat_', WORD, 32, 64],
  ['postman-key', 'PMAK-', '[0-9a-f-]', 50, 64],
  ['newrelic-key', 'NRAK-', WORD, 27, 27],
  ['linear-key', 'lin_api_', WORD, 32, 128],
  ['notion-token', 'ntn_', WORD, 40, 64],
  ['atlassian-token', 'ATATT3', '[A-Za-z0-9_=-]', 40, 255],
  ['atlassian-token', 'ATCTT3', '[A-Za-z0-9_=-]', 40, 255],
  ['bitbucket-token', 'ATBB', WORD, 32, 32],
  ['tailscale-key', 'tskey-', '[A-Za-z0-9-]', 20, 128],
  ['supabase-token', 'sbp_', HEX, 40, 64],
  ['sonarqube-token', 'squ_', HEX, 40, 40],
  ['sonarqube-token', 'sqp_', HEX, 40, 40],
  ['sonarqube-token', 'sqa_', HEX, 40, 40],
  ['sourcegraph-token', 'sgp_', '[0-9a-zA-Z_]', 40, 80],
  ['sourcegraph-token', 'slk_', HEX, 64, 64],
  ['grafana-token', 'glsa_', '[A-Za-z0-9_]', 40, 48],
  ['grafana-token', 'glc_', '[A-Za-z0-9+/]', 32, 400],
  ['openshift-token', 'sha256~', DASHED, 43, 43],
  ['pulumi-token', 'pul-', HEX, 40, 40],
  ['doppler-token', 'dp.pt.', WORD, 40, 48],
  ['age-key', 'AGE-SECRET-KEY-1', '[A-Z0-9]', 50, 60],
  ['planetscale-token', 'pscale_tkn_', '[A-Za-z0-9_=.-]', 32, 64],
  ['planetscale-token', 'pscale_pw_', '[A-Za-z0-9_=.-]', 32, 64],
  ['flyio-token', 'fm2_', '[A-Za-z0-9+/]', 80, 1024],
  ['flyio-token', 'fo1_', DASHED, 43, 43],
  ['sentry-token', 'sntrys_', '[A-Za-z0-9+/=_]', 60, 512],
  ['sentry-token', 'sntryu_', HEX, 64, 64],
  ['dropbox-token', 'sl.', DASHED, 120, 1400],
  ['facebook-token', 'EAAC', WORD, 80, 400],
  ['artifactory-key', 'AKCp', WORD, 60, 80],
  ['heroku-key', 'HRKU-', DASHED, 36, 64],
  ['brevo-key', 'xkeysib-', '[a-z0-9-]', 70, 96],
  ['mailgun-key', 'key-', HEX, 32, 32],
  ['shippo-token', 'shippo_live_', HEX, 40, 40],
  ['easypost-key', 'EZAK', WORD, 54, 54],
  ['vercel-token', 'vcp_', WORD, 24, 80],
  ['vercel-token', 'vci_', WORD, 24, 80],
  ['vercel-token', 'vca_', WORD, 24, 80],
  ['vercel-token', 'vcr_', WORD, 24, 80],
  ['vercel-token', 'vck_', WORD, 24, 80],
  ['prefect-key', 'pnu_', WORD, 36, 36],
  ['readme-key', 'rdme_', '[a-z0-9]', 60, 80],
  ['1password-token', 'ops_ey', '[A-Za-z0-9+/=]', 100, 1300],
];

function shapeRule(id: string, prefix: string, characters: string, min: number, max: number): Rule {
  const rest = characters.startsWith('[0-9a-f') ? sampleHex(min) : sampleFor(characters, min);
  return {
    id,
    kind: 'secret',
    keywords: [prefix.toLowerCase()],
    pattern: new RegExp(`(?<![A-Za-z0-9])${escape(prefix)}${characters}{${min},${max}}(?![A-Za-z0-9])`, 'g'),
    hits: [
      { text: `token ${prefix}${rest}`, secret: prefix + rest },
      { text: `{"a":"${prefix}${rest}"}`, secret: prefix + rest },
    ],
    misses: [`${prefix}short`, `the prefix ${prefix} alone`, `abc${prefix}${rest}`],
  };
}

function sampleFor(characters: string, length: number): string {
  if (characters === '[A-Z0-9]') return sample(length).toUpperCase();
  return characters.startsWith('[a-z0-9') ? sample(length).toLowerCase() : sample(length);
}

export const VENDOR_TOKENS: readonly Rule[] = SHAPES.map((shape) => shapeRule(...shape));

const shortest = SHAPES.map(([, prefix]) => prefix).filter(
  (prefix, _, all) => !all.some((other) => other !== prefix && prefix.startsWith(other)),
);
/** All beginnings in one pattern; one that begins with another is found through it. */
const BEGINNINGS = new RegExp(`(?<![A-Za-z0-9])(?:${[...new Set(shortest)].map(escape).join('|')})`, 'g');

/** The rules whose beginning occurs in a text. */
export function vendorRulesIn(text: string): readonly Rule[] {
  const seen = new Set<string>();
  for (const match of text.matchAll(BEGINNINGS)) seen.add(match[0]);
  if (seen.size === 0) return [];
  return VENDOR_TOKENS.filter((_, index) => {
    const prefix = SHAPES[index]?.[1] ?? '';
    return [...seen].some((beginning) => prefix.startsWith(beginning));
  });
}

function escape(literal: string): string {
  return literal.replaceAll('.', String.raw`\.`);
}
