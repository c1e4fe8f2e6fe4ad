// Which paths of a repository are playbooks? The only paths a run may write, so a name that could leave its folder,
// hide, or mean something to git is none.

/**
 * Whether a path, relative to the memory folder, is `playbooks/<folder>/<name>.md`.
 */
export function isPlaybookPath(path: string): boolean {
  const [top, folder, name, ...rest] = path.split('/');
  return top === 'playbooks' && rest.length === 0 && isPlainName(folder ?? '') && isPlaybookName(name ?? '');
}

/** Whether a file name in a playbook folder is that of a playbook. */
export function isPlaybookName(name: string): boolean {
  return isPlainName(name) && name.length > 3 && name.endsWith('.md');
}

/** What names a device on Windows, with any ending: `aux.md`. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
/** What means something to a file system, a shell or git: separators, streams, wildcards, options, homes, `git~1`. */
const MEANING = /^[.~-]|[/\\<>:"|?*$`\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|[. ]$|^ |\.lock$|^git~\d|@\{/iu;
/** Bytes: what every file system takes. */
const MAX_NAME = 255;

/** Whether a name is one step of a path on every system that may check the memory out: nothing hides, leads away or is special. */
export function isPlainName(name: string): boolean {
  return name !== '' && !MEANING.test(name) && !DEVICE.test(name) && Buffer.byteLength(name) <= MAX_NAME;
}
