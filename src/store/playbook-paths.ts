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

/** Whether a name is one step of a path: no dots in front, no separators, no control characters. */
export function isPlainName(name: string): boolean {
  return name !== '' && !/^\.|[/\\\p{C}]|\.lock$/u.test(name);
}
