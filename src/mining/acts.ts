// Acts that publish or record work, in the words of the languages known: they stay the user's call.

const ACTS: ReadonlySet<string> = new Set(
  'commit push merge release deploy publish tag land ship commitear publicar desplegar fusionner déployer publier veröffentlichen закоммить запушь 提交 推送 コミット プッシュ'.split(
    ' ',
  ),
);

/** Whether a word, in lower case, is an act that publishes or records work. */
export function isAct(word: string): boolean {
  return ACTS.has(word);
}
