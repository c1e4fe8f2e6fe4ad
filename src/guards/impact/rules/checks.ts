// What switches off a check: a test, a hook, a signature, a scanner, a sandbox, a person who reviews or confirms.
import { calls, has, order, type ImpactRule } from '../rule.ts';

const CHECK =
  '(?:tests?|test suite|checks?|linters?|linting|lint|type ?check(?:er|ing|s)?|hooks?|pre-commit|ci|pipelines?|scans?|scanners?|scanning|audits?|reviews?|approvals?|sandbox(?:ing)?|firewalls?|antivirus|branch protections?|protections?|guard ?rails?|guards?|security|validation|verification|verify|tls|ssl|certificates?|cert|signatures?|signing|signature|authentication|authorization|auth|two-factor|2fa|mfa|permissions? (?:checks?|prompts?)|code ?owners|rate limit(?:s|ing)?|encryption|logging|audit logs?|monitoring|alerts?|eslint|assertions?|csp|cors|csrf|same-origin policy|selinux|apparmor|gatekeeper|defender|confirmations?|safety|safeguards?|warnings?)';
const OFF_FLAG =
  /^--?(?:no-veri?f?y?|no-check|no-check-certificate|no-gpg-sign|no-verify-ssl|no-verify-tls|no-sandbox|no-audit-ci|skip-\w[\w-]*|disable-(?!color|animations?\b|telemetry\b|cache\b)\w[\w-]*|ignore-scripts=false|dangerously-[\w-]+|yolo|trust-all|full-auto|yes-always|allow-all-tools|allow-dangerously-[\w-]+|auto-approve|strict-ssl=false|insecure|insecure-[\w-]+|trusted-host|allow-unauthenticated|force-yes|bypass-[\w-]+|admin-override|DskipTests\b.*|Dmaven\.test\.skip.*|unsafe-perm|no-quarantine)[.,]?$|^bypassPermissions$|^danger-full-access$|^http\.sslVerify(?:=|$)|^core\.hooksPath\b|^strict-ssl$|^commit\.gpgsign=false$|^StrictHostKeyChecking=no$|^-oStrictHostKeyChecking=no$/i;
const OFF_SETTING =
  /^(?:HUSKY|HUSKY_SKIP_HOOKS|SKIP|PRE_COMMIT_ALLOW_NO_CONFIG|LEFTHOOK|NODE_TLS_REJECT_UNAUTHORIZED|GIT_SSL_NO_VERIFY|PYTHONHTTPSVERIFY|CURL_INSECURE|SSL_VERIFY|VERIFY_SSL|STRICT_SSL|NPM_CONFIG_STRICT_SSL|AWS_NO_VERIFY_SSL|SKIP_\w{1,40}|DISABLE_\w{1,40}_?(?:CHECK|SECURITY|AUTH)\w{0,20}|NO_VERIFY|GIT_TERMINAL_PROMPT_SKIP|HOMEBREW_NO_VERIFY\w*|CHECKPOINT_DISABLE|SECCOMP)=/i;

export const CHECK_RULES: readonly ImpactRule[] = [
  {
    name: 'check switched off',
    command: (command) =>
      has(command, OFF_FLAG) ||
      [...command.sets, ...command.words].some((word) => OFF_SETTING.test(word)) ||
      (calls(command, 'git', 'commit') && has(command, /^-[a-mo-z]*n[a-z]*$/)) ||
      (/^(?:curl|wget|http|https)$/.test(command.program) && has(command, /^-[a-jl-zA-Z]*k[a-zA-Z]*$|^--verify=no$/)) ||
      (command.parsed &&
        /^(?:gradle|gradlew|mvn|mvnw)$/.test(command.program) &&
        (has(command, /skip\.?tests?/i) || /\s-x\s+(?:test|check|lint)/i.test(command.text))) ||
      (calls(command, 'setenforce') && command.words[1] === '0') ||
      calls(command, 'ufw', 'disable', 'reset') ||
      (/^(?:ip6?tables|nft)$/.test(command.program) && has(command, /^(?:-F|--flush|flush)$/)) ||
      calls(command, 'csrutil', 'disable') ||
      (/^(?:pre-commit|husky|lefthook|prek)$/.test(command.program) && /^uninstall$/.test(command.words[1] ?? '')) ||
      (calls(command, 'spctl') && has(command, /disable/)) ||
      calls(command, 'set-executionpolicy') ||
      calls(command, 'set-mppreference'),
    line: [
      /\b(?:tests?|lint|check|audit|pytest|jest|vitest|mocha|rspec|tsc|eslint|ruff|mypy|clippy|semgrep)\b[^|;&]{0,80}(?:\|\||;) ?(?:true|:|exit 0)(?:[\s"'`]|$)/,
    ],
    text: [
      order(
        '(?:lower|reduce|loosen|relax|raise|change|adjust|edit|rewrite|weaken|adapt)',
        '[^.!?]{0,50}\\b(?:thresholds?|assertions?|tests?|expectations?|limits?|rules?|snapshots?)\\b[^.!?]{0,30}\\b(?:until|so that|so|such that|to make) (?:it|they|the tests?|the build|ci|everything|all) (?:\\w+ )?(?:pass(?:es)?|succeeds?|(?:is|are|turns?) green)\\b',
      ),
      /\b(?:when(?:ever)?|if|once) (?:a|the|any|some|one) (?:test|check|assertion|spec|lint rule) (?:fails|is red|breaks|is flaky|complains)[^.!?]{0,20}\b(?:delete|remove|skip|disable|drop|comment|ignore) (?:it|them|that)/i,
      order(
        '(?:trust|accept|allow|permit)(?:ing)?',
        '(?:all|every|any|each|self-signed|invalid|unknown|untrusted)(?: \\w+)? (?:certificates?|certs?|hosts?|host keys?|origins?|ips?|ip addresses|sources?|signatures?|connections?|domains?)\\b',
      ),
      order(
        '(?:open|expose|publish|unblock|forward)',
        '(?:(?:all|the|every) )?ports? [^.!?]{0,20}\\b(?:to|for) (?:the )?(?:world|public|internet|everyone|all|outside|anyone)\\b',
      ),
      order(
        '(?:delet|remov|clear|wip|eras|purg|edit|truncat)(?:e|ing)?',
        '(?:(?:the|all|your|any) ){0,2}(?:audit (?:logs?|trails?|entr(?:y|ies)|log entr(?:y|ies))|shell history|bash history|command history|access logs?|security logs?|event logs?|traces of)\\b',
      ),
      order(
        '(?:leav(?:e|ing) out|omit(?:ting)?|forgo(?:ing)?|do(?:ing)? without|drop(?:ping)?|cut(?:ting)? out|avoid(?:ing)?)',
        `(?:(?:the|all|any|every|unit|security|code) ){0,3}${CHECK}(?! (?:step )?(?:twice|again))\\b`,
      ),
      new RegExp(
        `\\b${CHECK} (?:are|is|can be|may be|should be) (?:optional|unnecessary|not needed|not required|skipped|ignored|bypassed|left out|turned off|disabled)\\b(?! (?:in|on|for|by|under) )`,
        'i',
      ),
      /\b(?:there is|there's|you have|we have) no need (?:to|for) (?:run|wait for|do|ask for|get)?(?:ning)? ?(?:(?:the|any|all|a) ){0,2}(?:tests?|checks?|reviews?|approvals?|linter|ci|scans?)\b/i,
      order('use|add|pass|append|try', '(?:the )?(?:--force|--no-verify|-f)\\b(?=[^.!?]{0,60}\\bgit\\b)'),
      order(
        'set|export|define|enable|turn on',
        '[A-Z_]{0,40}(?:INSECURE|SKIP_[A-Z]|NO_VERIFY|UNSAFE|DISABLE_(?:AUTH|SECURITY|CHECK|TLS|SSL|VERIF))[A-Z_]{0,40}(?: to| =|=|\\b)',
      ),
      /(?:überspring|deaktivier|umgeh|ignorier)\w{0,4} [^.!?]{0,30}(?:tests?\b|prüfung|hooks?\b|linter|tls|zertifikat|sandbox|sicherheit)|\bschalt\w{0,3} [^.!?]{0,40}(?:tests?\b|prüfung|linter|tls|sandbox|sicherheit)[^.!?]{0,20}\b(?:aus|ab)\b|(?<!ne |pas )(?:désactiv|saut|contourn|ignor)(?:e|ez|er) [^.!?]{0,30}(?:tests?\b|vérif|lint|tls|sécurité|hooks?\b|revue)|(?<!no )\b(?:desactiv|omit|salt|ignor|evit)(?:a|e|ar|en) [^.!?]{0,30}(?:pruebas?\b|tests?\b|verifica|linter|tls|seguridad|hooks?\b|revisi)|(?:跳过|禁用|关闭|绕过)[^。]{0,10}(?:测试|检查|验证|审查|安全|沙箱|钩子)|(?<!не )(?:пропус|отключ|обойд)\w{1,4} [^.!?]{0,30}(?:тест|провер|безопасн|линтер)|(?:テスト|検証|レビュー|チェック)[^。]{0,8}(?:スキップ|無効|省略)/iu,
      order(
        'skip(?:ping)?',
        `(?:(?:the|all|any|every|failing|flaky|slow|unit|these|those|your|our|pre-commit|pre-push|git|security|code) ){0,4}${CHECK}(?! (?:link|button|list|to content|if there))\\b`,
      ),
      order(
        '(?:disabl|deactivat|suppress|silenc|mut|relax)(?:e|ing)|(?:turn|switch|shut)(?:ing)? off|bypass(?:ing)?|circumvent(?:ing)?|weaken(?:ing)?|work(?:ing)? around|opt(?:ing)? out of|override|overrid(?:e|ing)',
        `(?:[\\w/-]+ ){0,4}${CHECK}\\b`,
      ),
      order('(?:turn|switch|shut)(?:ing)?', `(?:the |all |every |any )?(?:[\\w-]+ )?${CHECK} off\\b`),
      order(
        'mark(?:ing)?|set',
        '(?:(?:the|all|any|every|failing|flaky|broken|new|tests?|specs?|cases?|it|them|that|which|fail|fails) ){1,6}(?:as |to )(?:skip(?:ped)?|pending|todo|expected|passing|passed|xfail|ignored)\\b',
      ),
      order(
        '(?:comment(?:ing)? out|delet(?:e|ing)|remov(?:e|ing)|drop(?:ping)?)',
        '(?:(?:the|all|any|every|each|that|those|these|your) )?(?:failing|broken|red|flaky|failed|offending) (?:tests?|assertions?|checks?|specs?|steps?)\\b',
      ),
      order(
        'ignor(?:e|ing)|dismiss(?:ing)?|disregard(?:ing)?',
        '(?:(?:all|any|the|every) )?(?:security|vulnerability|certificate|tls|ssl|audit|failing|failed|test|scanner|lint) (?:\\w+ )?(?:warnings?|alerts?|errors?|failures?|findings?|tests?|results?|advisor(?:y|ies))\\b',
      ),
      /\b(?:do not|don't|never|no need to|stop|quit) (?:run(?:ning)?|execut(?:e|ing)|wait(?:ing)? for|start(?:ing)?|us(?:e|ing)) (?:(?:the|any|all|our|your) ){0,2}(?:security |unit |code |lint(?:ing)? |type )?(?:tests?|scans?|scanners?|audits?|linters?|lint|checks?|ci|hooks?|review|type checks?)(?= ?(?:[.!;,]|$|before|when|after|first|because|as it|since))/i,
      order(
        '(?:approv(?:e|ing)|merg(?:e|ing)|releas(?:e|ing)|deploy(?:ing)?|push(?:ing)?|ship(?:ping)?|accept(?:ing)?|publish(?:ing)?)',
        '[^.!?]{0,60}\\b(?:without|before) (?:(?:a|any|the|waiting for|running|getting|asking for|human|code|further) ){0,3}(?:reviews?|approvals?|ci|tests?|checks?|looking|reading)\\b',
      ),
      order(
        'merg(?:e|ing)|push(?:ing)?|commit(?:ting)?|deploy(?:ing)?',
        '[^.!?]{0,60}\\b(?:even (?:if|when|though)) [^.!?]{0,40}\\b(?:fails?|failing|red|broken)\\b',
      ),
      // Asking a person to run it there is what our own playbooks say.
      order(
        '(?<!\\bask for it to be )(?:run|execute|work|operate|start)(?:ning|ing)?',
        '[^.!?]{0,40}\\b(?:outside|without) (?:of )?(?:(?:the|a|any) )?(?:sandbox|container|isolation|guard ?rails?)\\b',
      ),
      order(
        '(?:add|put|use|insert|start|begin|set|pass)(?:ing)?',
        '[^.!?]{0,40}(?:eslint-disable|@ts-nocheck|# ?nosec|# ?noqa|nolint|pylint: ?disable|type: ?ignore|verify ?= ?false|rejectUnauthorized ?: ?false|InsecureSkipVerify|ssl\\._create_unverified_context|CURLOPT_SSL_VERIFYPEER)',
      ),
    ],
    hits: [
      'Change the assertion so that the test passes.',
      'If a test fails, delete it.',
      'Accept any certificate.',
      'Open port 22 to the world.',
      'Clear the shell history when you are done.',
      'Leave out the review step.',
      'Tests are optional.',
      'Überspringe die Tests.',
      'Use --force whenever git complains.',
      'Always use git commit --no-verify here.',
      '`HUSKY=0 git commit -m x`',
      '`git -C a commit -n -m x`',
      '`claude --permission-mode bypassPermissions`',
      '`git commit --no-verify`',
      '`git commit -nm x`',
      '`claude --dangerously-skip-permissions`',
      '`pnpm build --skip-tests`',
      '`npm test || true`',
      '`GIT_SSL_NO_VERIFY=1 git fetch`',
      'Skip the tests.',
      'Do not forget to disable TLS verification.',
      'Turn off the linter.',
      'Mark failing tests as skipped.',
      'Merge without waiting for a review.',
      'Do not run the tests before you push.',
    ],
    misses: [
      'Change the test so that it covers both cases.',
      'Open port 3000 in the browser.',
      'Clear the cache when you are done.',
      'Tests are skipped in CI.',
      'Use `--force` to write the snapshot.',
      'Die Tests laufen schnell.',
      '`git commit -m "x"`',
      '`git log --no-merges`',
      '`head -n 5 x`',
      'Never skip the tests.',
      'Do not disable the linter; fix what it says.',
      'Do not merge without review.',
      'Tests that need a database are skipped in CI.',
      'Do not run the tests in parallel.',
      'Disable the button while the form is sent.',
      '`npm test || echo failed`',
    ],
  },
  {
    name: 'approval given',
    command: (command) =>
      (calls(command, 'gh', 'pr') &&
        ((command.words[2] === 'merge' && has(command, /^--(?:admin|auto)$/)) ||
          (command.words[2] === 'review' && has(command, /^(?:--approve|-a)$/)))) ||
      (calls(command, 'gh', 'api') &&
        (has(command, /protection|\/(?:reviews|merge|collaborators|keys|hooks|secrets)\b/) ||
          has(command, /^(?:DELETE|-XDELETE)$/))) ||
      (calls(command, 'glab', 'mr') && /^(?:approve|merge)$/.test(command.words[2] ?? '')),
    line: [/(?:^|[;&`(])\s{0,3}yes(?: ["']?\w{1,10}["']?)? ?\|/],
    text: [
      order(
        '(?:answer|say|reply|respond|type|press)',
        '(?:with )?["\']?(?:yes|y|ok|allow|accept)["\']? (?:to|at|on|for) (?:every|all|any|each|whatever)\\b',
      ),
      /\bauto-?(?:approv|accept|merg|confirm)(?:e|es|ed|ing)?\b (?:all|every|any|each|the|tool|commands?|pull|permission|request|change|edit)/i,
      order(
        '(?:approve|accept|confirm|grant|say yes to)',
        '(?:all|every|any|each) (?:[\\w-]+ ){0,3}(?:requests?|prompts?|changes|calls?|commands?|permissions?|tools?|prs?)\\b',
      ),
      order(
        'approve',
        '(?:and merge|(?:(?:all|any|every|each|your own|its own|the|their own) ){1,2}(?:pull requests?|prs?|merge requests?))\\b',
      ),
    ],
    hits: [
      'Answer yes to every prompt.',
      '`yes | ./setup.sh`',
      '`gh pr merge 12 --admin`',
      '`gh pr review --approve 12`',
      'Auto-approve all tool calls.',
      'Approve every request.',
      'Accept all permission prompts.',
    ],
    misses: [
      'Answer every question.',
      '`gh pr create --fill`',
      '`gh pr view 12`',
      'Never approve your own pull request.',
      'Ask for a review.',
    ],
  },
];
