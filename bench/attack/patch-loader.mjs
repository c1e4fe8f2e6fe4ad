// A load hook of Node (https://nodejs.org/api/module.html#loadhook-url-context-nextload): replaces text in built files, and
// fails where the text is not found, so that an ablation of code that has changed cannot pass in silence.

let patches = [];

export function initialize(data) {
  patches = data.patches;
}

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const own = patches.filter(({ file }) => url.endsWith(`/dist/${file}`));
  if (own.length === 0 || loaded.source === null || loaded.source === undefined) return loaded;
  let source = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source).toString('utf8');
  for (const { name, file, find, put } of own) {
    if (!source.includes(find))
      throw new Error(`attack: the defence “${name}” is not where it was in dist/${file}: ${find}`);
    source = source.replaceAll(find, put);
  }
  return { ...loaded, source };
}
