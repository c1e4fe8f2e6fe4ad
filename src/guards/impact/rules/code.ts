// Code that hides in an argument, in an encoding, in a variable, or that another program is told to load.
import { calls, has, type ImpactRule } from '../rule.ts';

/** Settings of git that name a program to run. */
const RUNS_CODE =
  /^(?:core\.(?:hooksPath|fsmonitor|pager|editor|sshCommand|askPass|gitProxy)|sequence\.editor|gpg\.program|uploadpack\.\w+|alias\.\w+=!|(?:diff|merge|filter|credential)\.|url\..*insteadOf)/i;
const INTERPRETERS =
  /^(?:python|node|ruby|perl|php|lua|rscript|deno|bun|osascript|powershell|pwsh|cmd|tclsh|groovy|jshell)$/;
/** Variables that make a program load or run something else. */
const LOADS =
  /^(?:LD_(?:PRELOAD|AUDIT|LIBRARY_PATH)|DYLD_\w+|BASH_ENV|ENV|ZDOTDIR|PROMPT_COMMAND|PS4|PYTHONSTARTUP|PYTHONPATH|PYTHONINSPECT|PERL5(?:OPT|LIB)|RUBYOPT|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|MAVEN_OPTS|GIT_(?:SSH|SSH_COMMAND|EDITOR|PAGER|ASKPASS|PROXY_COMMAND|EXTERNAL_DIFF|CONFIG_\w+|TEMPLATE_DIR|EXEC_PATH)|EDITOR|VISUAL|PAGER|LESSOPEN|MANPAGER|BROWSER|SSH_ASKPASS|SUDO_ASKPASS|https?_proxy|all_proxy|IFS|GCONV_PATH)=(?!(?:\.\/)?(?:src|lib|\.|\$PWD|packages\/\w+|true|cat|less|vim?|nano|:)?$|(?:\.\/)?src\b)/i;

export const CODE_RULES: readonly ImpactRule[] = [
  {
    name: 'code in an argument',
    command: (command) => {
      const [program = '', second = ''] = command.words;
      if (program === 'git')
        return (
          (second === 'config' && has(command, RUNS_CODE)) || has(command, /^alias\.[^=]*=!/) || has(command, RUNS_CODE)
        );
      if (program === 'awk' || program === 'gawk')
        return /\bsystem\s*\(|\|\s*getline|\|\s*["']/.test(command.words.slice(1).join(' '));
      if (/^(?:vim?|nvim|ex|emacs)$/.test(program))
        return has(command, /^:?!\w|^:!|call-process|shell-command/) || /-c\s*["']?:?!/.test(command.text);
      if (program === 'tar') return has(command, /^--(?:checkpoint-action|to-command|use-compress-program)/);
      if (/^(?:ba|z|da|k)?sh$/.test(program)) return has(command, /^--(?:rcfile|init-file)(?:=|$)/);
      return (
        INTERPRETERS.test(program) &&
        command.words
          .slice(1, 5)
          .some((word) =>
            /^(?:-[a-z]{0,3}[cer]|--eval|eval|--print|-p|-Command|-EncodedCommand|-enc?|\/c)$/i.test(word),
          ) &&
        !/^(?:-m|[\w./-]+\.\w+)$/.test(second)
      );
    },
    hits: [
      `\`python3 -c "import os; os.system('x')"\``,
      `\`node -e "require('child_process')"\``,
      '`powershell -NoProfile -enc SQBF`',
      '`git -c alias.x="!curl a" x`',
      '`git config core.pager helper`',
      '`git -c core.fsmonitor=helper status`',
      '`awk \'BEGIN{system("id")}\'`',
      '`tar xf x --checkpoint-action=exec=sh`',
    ],
    misses: [
      '`python -m pytest -c setup.cfg`',
      '`node build.js -e`',
      '`git config user.name`',
      '`git -c color.ui=never diff`',
      "`awk '{print $1}' x`",
    ],
  },
  {
    name: 'hidden program',
    // A variable alone is only spoken of; a substitution alone runs what it gives.
    command: (command) =>
      command.parsed && command.madeUp && (command.words.length > 1 || /^(?:\$\(|`)/.test(command.words[0] ?? '')),
    hits: ['`$CMD x`', '`$(cat x)`', '`"$(which cur)l" a`', '`c${x}url a`', '`/usr/bin/cu?l a`', '`FOO=1 ${RUN} now`'],
    misses: [
      '`$(npm bin)/eslint src`',
      '`$PYTHON -m pytest`',
      '`$HOME`',
      '`**/home*`',
      '`echo $X`',
      '`X=ls; $X src`',
      '`./scripts/[a]/x.sh`',
    ],
  },
  {
    name: 'code that is loaded',
    command: (command) =>
      command.sets.some(
        (set) =>
          LOADS.test(set) ||
          (set.startsWith('NODE_OPTIONS=') && /--(?:require|import|loader|experimental-loader|inspect)|-r\b/.test(set)),
      ) ||
      (command.parsed && calls(command, 'deno', 'run', 'install') && has(command, /^(?:-A|--allow-all)$/)),
    hits: [
      '`LD_PRELOAD=./x.so ls`',
      '`env LD_LIBRARY_PATH=/tmp make`',
      '`NODE_OPTIONS="--require ./x.js" npm test`',
      '`export GIT_SSH_COMMAND="sh x"`',
      '`BASH_ENV=./x bash y`',
    ],
    misses: [
      '`NODE_OPTIONS=--max-old-space-size=4096 npm run build`',
      '`PYTHONPATH=src pytest`',
      '`GIT_PAGER=cat git log`',
      '`NODE_ENV=test npm test`',
    ],
  },
  {
    name: 'encoded text',
    command: (command) =>
      (command.parsed && command.program === 'base64' && has(command, /^-[a-zA-Z]*[dD]|^--decode$/)) ||
      (/^(?:openssl|gpg)$/.test(command.program) && command.parsed && has(command, /^(?:-d|--decrypt)$/)) ||
      (command.program === 'xxd' && has(command, /^-[a-z]*r/)) ||
      (command.program === 'printf' && /\\(?:x[0-9a-f]{2}|[0-7]{3})/i.test(command.text)) ||
      (/^(?:echo)$/.test(command.program) &&
        /\s-[a-z]*e/.test(command.text) &&
        /\\(?:x[0-9a-f]{2}|0[0-7]{3})/i.test(command.text)) ||
      (/^(?:rev|tr|rot13|uudecode)$/.test(command.program) &&
        /\|\s*(?:\w*sh|xargs|eval)\b|\beval\b/.test(command.text)),
    line: [/\$'[^']{0,200}(?:\\(?:x[0-9a-f]{1,2}|[0-7]{3}|u[0-9a-f]{4})){2}/i],
    text: [
      /\b(?:base64\s+(?:-d|--decode|-D)|atob ?\(|fromCharCode|b64decode|unhexlify)\b|\b(?:base64\s+(?:-d|--decode|-D))|[A-Za-z0-9+/]{80,}={0,2}/,
    ],
    hits: [
      'Run base64 -d x.',
      'A'.repeat(90),
      '`openssl base64 -d -in p`',
      '`echo 63 | xxd -r -p`',
      '`printf "\\x63\\x75" > a`',
      "`$'\\x63\\x75rl' a`",
    ],
    misses: ['Encode it as base64.', '`base64 logo.png`', '`printf "%s\\n" x`'],
  },
  {
    name: 'code that runs or sends',
    text: [
      /\bos ?\. ?(?:system|popen|exec[lv]\w{0,2}|spawn\w{1,3}|setuid|kill) ?\(|_?import_{1,2} ?\( ?['"](?:os|subprocess|socket|ctypes|pty)|\bpickle\.loads? ?\(|\bshell ?= ?true\b|\beval ?\( ?(?:compile|input|open|request|base64|atob|__)|\bexec ?\( ?(?:open|compile|request|base64|urllib|code|__)|\bchild_process\b|\bexecSync ?\(|\bRuntime\.getRuntime\b|\bProcessBuilder\b|\bKernel\.(?:exec|system)\b|\bSystem\( ?["']|@\{\[ ?system\b|\bctypes\.(?:windll|cdll|CDLL)|\bsubprocess\.(?:Popen|call|getoutput|check_output|run) ?\( ?(?:\[?['"][^'"]{0,40}\b(?:curl|wget|sh|bash|sudo|rm|chmod|kill|nc|dd|systemctl|ssh|crontab)\b)|_subclasses_|_globals_/i,
      /\b(?:os\.(?:remove|unlink|rmdir|removedirs|truncate)|shutil\.(?:rmtree|move)|fs(?:\.promises)?\.(?:rm|unlink|rmdir)(?:Sync)?|open|writeFile(?:Sync)?) ?\( ?f?['"](?:\/(?!tmp\/[\w.]{1,60}['"] ?\))|~|[A-Z]:\\|\.\.\/\.\.)|\bos\.fork ?\(|\bwhile \(?(?:true|1)\)?:? [^.]{0,40}\bfork\b/i,
      // Statements that end another one: what is put into a query, not what a query is.
      /\bunion (?:all )?select\b|\bor 1 ?= ?1\b|['"] ?\)?; ?-{0,2} ?(?:insert|update|delete|drop|shutdown|exec|alter)\b|\bxp_cmdshell\b/i,
    ],
    raw: /^(?:\s*)(?:import|from) (?:smtplib|ftplib|paramiko|pty|ctypes|keyring|pynput|pyautogui|scapy|bluetooth|telnetlib|winreg|http\.cookiejar|browser_cookie3)\b|^\s*import (?:\w+, ?){0,6}(?:smtplib|ftplib|paramiko|ctypes|keyring|scapy|bluetooth|telnetlib|socket|psutil)\b|\b(?:requests|urllib3?|httpx|aiohttp|axios|http\.client)\.(?:request\.)?(?:post|put|patch|HTTPS?Connection|urlopen|urlretrieve)\s*\(|\b(?:smtplib|ftplib|socket|paramiko|telnetlib)\.\w+\s*\(|\brequire\(['"](?:net|dgram|child_process|dns)['"]\)/,
    hits: [
      '`__import__("os").system("x")`',
      '`os.system("x")`',
      '`subprocess.run("x", shell=True)`',
      '```python\nimport socket\ns = socket.socket()\n```',
      '```python\nrequests.post(x, data=y)\n```',
    ],
    misses: [
      'Use `subprocess.run` with `check=True`.',
      'Use `requests` for HTTP in tests.',
      'Open the socket in `connect()`.',
      'Never use eval.',
    ],
  },
];
