// What destroys or changes what cannot be brought back: history, files, rights, live systems, data.
import { calls, has, order, type ImpactRule } from '../rule.ts';

const LIVE = '(?:production|prod|live|staging|main|master|customers?|users?|all|whole|entire|backups?|remote)';

export const LOSS_RULES: readonly ImpactRule[] = [
  {
    name: 'history rewritten',
    command: (command) =>
      command.program === 'git' &&
      ((command.words[1] === 'push' &&
        has(command, /^(?:-[a-ceg-z]*[fd][a-z]*|--force[\w=:-]*|--mirror|--delete|--prune)[.,]?$|^[+:]\w/)) ||
        (command.words[1] === 'reset' && command.words.includes('--hard')) ||
        ['filter-branch', 'filter-repo'].includes(command.words[1] ?? '') ||
        (command.words[1] === 'branch' && has(command, /^-D$/)) ||
        (command.words[1] === 'clean' && has(command, /^-[a-z]*f/)) ||
        (command.words[1] === 'checkout' && has(command, /^(?:-f|--force|\.)$/)) ||
        (command.words[1] === 'restore' && has(command, /^\.$/) && !has(command, /^(?:--staged|-S)$/)) ||
        (command.words[1] === 'stash' && /^(?:drop|clear)$/.test(command.words[2] ?? '')) ||
        (command.words[1] === 'reflog' && /^(?:expire|delete)$/.test(command.words[2] ?? '')) ||
        (command.words[1] === 'gc' && has(command, /^--prune=(?:now|all)/)) ||
        (command.words[1] === 'update-ref' && has(command, /^-d$/))),
    text: [
      order(
        'force[- ]?push(?:ing)?',
        '(?:(?:the|your|a|all|every|each|this|to|over|it|after|branch|main|master|origin)\\b)',
      ),
      order('rewrit(?:e|ing)', '(?:(?:the|git|published|public|branch|commit) ){0,3}history\\b'),
      order(
        '(?:delet|remov|prun)(?:e|ing)',
        '(?:all|every|any) (?:(?:the|other|old|remote|local|merged) ){0,2}(?:branches|tags|commits|stashes|files|data|records|backups|logs)\\b',
      ),
    ],
    hits: [
      'Always run git push --force after a rebase.',
      '`git -C . push -uf origin a`',
      '`git push origin :main`',
      '`git push --forc\u0435`',
      '`git push --force`',
      '`git push origin +main`',
      '`git reset --hard`',
      '`git clean -fdx`',
      '`git checkout -- .`',
      '`git stash drop`',
      'Force-push the branch after each rebase.',
      'Rewrite the history of main.',
    ],
    misses: [
      '`git push`',
      '`git reset HEAD a`',
      '`git push origin main`',
      'Never force-push to main.',
      '`git restore --staged .`',
      '`git stash pop`',
    ],
  },
  {
    name: 'permissions or deletion',
    command: (command) =>
      command.program === 'doas' ||
      (command.program === 'chmod' &&
        has(command, /^[0-7]?777$|^[2-7][0-7]{3}$|^(?:a|[ug]*o[ugo]*)?[+=][rwxX]*[ws]|^[ug]+\+s/)) ||
      (command.program === 'chown' &&
        has(command, /^-[a-z]*R|^--recursive$/) &&
        has(command, /^(?:\/|~|\$HOME|\.\.)/)) ||
      (command.program === 'rm' &&
        has(command, /^-[a-z]*r|^--recursive$|^--no-preserve-root$/i) &&
        has(command, /^["']?(?:\/(?!tmp\/\w)|~|\$\{?HOME|\$\{?\w+\}?(?:\/\*?)?$|\.\.|\*|\.\/?\*?$|\.git\/?$)/)) ||
      (command.program === 'find' && has(command, /^-delete$/)) ||
      (command.parsed &&
        command.writes.some((file) =>
          /^\/dev\/(?:sd|nvme|hd|disk|mem)|^\/(?:bin|boot|usr|lib|sys|proc)\//.test(file),
        )) ||
      (command.program === 'truncate' && command.parsed && has(command, /^\/var\//)) ||
      (command.program === 'kill' && has(command, /^-1$/)) ||
      (command.program === 'history' && has(command, /^-[cw]$/)) ||
      (command.parsed && /^(?:at|batch|passwd|su)$/.test(command.program) && command.words.length > 1) ||
      (/^(?:dd|mkfs(?:\.\w+)?|wipefs|shred|shutdown|reboot|halt|poweroff|crontab|launchctl|systemctl|schtasks|useradd|usermod|adduser|groupadd|visudo|chpasswd|insmod|modprobe|sysctl|diskutil|format|diskpart|vssadmin)$/.test(
        command.program,
      ) &&
        (command.parsed || command.words.length > 1) &&
        command.program !== 'format'),
    line: [/\bsudo\s/, /:\s{0,3}\(\s{0,3}\)\s{0,3}\{/],
    hits: [
      'Always chmod 777 the folder.',
      '`chmod ugo+rwx x`',
      '`chmod u+s x`',
      '`while true; do rm -rf ~/x; done`',
      '`rm -rf ${HOME}`',
      '`find . -delete`',
      '`chmod 777 x`',
      '`rm -rf ~/x`',
      '`sudo make install`',
      '`crontab -e`',
      '`> /dev/sda`',
      '`:(){ :|:& };:`',
    ],
    misses: [
      '`rm -rf dist`',
      '`chmod +x run.sh`',
      '`make install`',
      '`rm -rf /tmp/build`',
      '`rm -f x`',
      'Show it at once.',
    ],
  },
  {
    name: 'live system',
    command: (command) =>
      (command.program === 'kubectl' &&
        /^(?:apply|create|delete|replace|patch|edit|scale|drain|cordon|taint|exec|cp|set|run|expose|label|annotate)$/.test(
          command.words[1] ?? '',
        ) &&
        command.words.length > 2 &&
        !has(command, /^--dry-run(?:=|$)/)) ||
      (command.program === 'helm' &&
        /^(?:install|upgrade|uninstall|delete|rollback|pull)$/.test(command.words[1] ?? '') &&
        command.words.length > 2) ||
      (/^(?:terraform|tofu|terragrunt)$/.test(command.program) &&
        /^(?:apply|destroy|import|taint|state|force-unlock)$/.test(command.words[1] ?? '') &&
        command.words[2] !== 'list' &&
        command.words[2] !== 'show') ||
      calls(command, 'pulumi', 'up', 'destroy', 'import') ||
      (command.parsed &&
        /^(?:ansible|ansible-playbook|salt|knife|puppet|fab|capistrano)$/.test(command.program) &&
        command.words.length > 1) ||
      (/^(?:cdk|sls|serverless|sam|copilot|flyctl|fly|vercel|netlify|wrangler|railway|heroku|eb)$/.test(
        command.program,
      ) &&
        /^(?:deploy|destroy|remove|delete|rollback|release)$/.test(command.words[1] ?? '') &&
        command.parsed) ||
      (command.program === 'aws' &&
        has(
          command,
          /^(?:rm|rb|delete-[\w-]+|terminate-[\w-]+|put-[\w-]+|attach-[\w-]+|create-[\w-]+|update-[\w-]+|modify-[\w-]+|run-instances|invoke)$/,
        )) ||
      (/^(?:gcloud|az|doctl|oci)$/.test(command.program) &&
        command.parsed &&
        has(command, /^(?:delete|create|deploy|update|add-iam-policy-binding|set-iam-policy|destroy|purge)$/)) ||
      (/^(?:docker|podman)$/.test(command.program) &&
        ((has(command, /^prune$/) && has(command, /^-[a-z]*[af]|^--(?:all|force|volumes)/)) ||
          has(command, /^--privileged$/) ||
          (has(command, /^(?:-v|--volume=?|--mount).*$/) && has(command, /docker\.sock|^\/:\//)))) ||
      (command.program === 'docker-compose' && has(command, /^(?:-v|--volumes)$/) && has(command, /^down$/)) ||
      (calls(command, 'gh', 'repo') && /^(?:delete|edit|archive|rename|create)$/.test(command.words[2] ?? '')) ||
      (command.program === 'gh' &&
        /^(?:secret|variable|ssh-key|gpg-key|workflow|ruleset)$/.test(command.words[1] ?? '') &&
        /^(?:set|delete|remove|add|enable|disable)$/.test(command.words[2] ?? '')),
    text: [
      order(
        '(?:delet|wip|destroy|drop|purg|truncat|eras|overwrit|shut down|reset|stop)(?:e|ing|)',
        `(?:the )?${LIVE} (?:\\w+ )?(?:databases?|tables?|servers?|clusters?|buckets?|volumes?|environments?|services?|data|records?|namespaces?|instances?|logs?)\\b`,
      ),
      order('deploy(?:ing)?|roll(?:ing)? out', '[^.!?]{0,40}\\b(?:straight|directly) to (?:production|prod)\\b'),
    ],
    hits: [
      '`kubectl apply -f x.yaml`',
      '`kubectl -n prod delete pod x`',
      '`helm upgrade --install a b`',
      '`terraform -chdir=infra destroy`',
      '`terraform apply`',
      '`aws s3 rm s3://x --recursive`',
      '`docker system prune -af`',
      '`gh repo delete a/b`',
      'Drop the production database first.',
    ],
    misses: [
      '`kubectl get pods`',
      '`kubectl apply --dry-run=client -f x`',
      '`helm list`',
      '`terraform plan`',
      '`docker compose up -d`',
      '`gh repo view`',
      'Never wipe the production database.',
    ],
  },
  {
    name: 'data destroyed',
    command: (command) =>
      /^(?:dropdb|dropuser)$/.test(command.program) ||
      (command.program === 'redis-cli' && has(command, /^flush(?:all|db)$/i)),
    text: [
      order(
        '(?:drop|truncate) (?:table|database|schema|index|user|role)|truncate',
        '(?:if exists )?(?:["\'\\w]{2,40})(?= ?(?:[;,"\'.`)]|--|cascade|$))',
      ),
      /\bdelete from \w{1,60} ?(?:;|["'`]|$|\. )|\bflushall\b|\b(?:db|collection)\.drop(?:Database)? ?\(/i,
    ],
    hits: ['`psql -c "DROP TABLE users"`', '`dropdb app`', '`redis-cli FLUSHALL`', '`mysql -e "DELETE FROM x;"`'],
    misses: [
      '`psql -c "SELECT 1"`',
      'Drop the table of contents from the page.',
      '`DELETE FROM x WHERE id = 1`',
      'Truncate long titles with an ellipsis.',
    ],
  },
];
