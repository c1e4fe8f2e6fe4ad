// Portuguese cues.
import type { Cues } from './cues.ts';

export const portuguese: Cues = {
  language: 'pt',
  standing: [
    String.raw`\b(?:sempre|nunca|jamais)\s+(?:deve |deves |você deve )?\p{L}+`,
    String.raw`\b(?:a partir de agora|daqui em diante|de agora em diante|no futuro|toda vez que|sempre que)\b`,
    String.raw`\bneste (?:repo|repositório|projeto)\b`,
  ],
  correcting: [String.raw`^não\b[,.: ]`, String.raw`^(?:na verdade|em vez disso|errado|isso não|eu disse)\b`],
  asking: [String.raw`^(?:como|o que|por que|qual|onde|quando|quem|é|está|há|posso|podemos)(?!\p{L})`],
  noting: [
    String.raw`(?<!\p{L})(?:porque|já que|devido a|causado por|em vez de|ao invés de|no entanto|mas|embora|exceto)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:não|nenhum|nenhuma|falta|faltam|falha|falham|bloqueado|obsoleto|já (?:existia|existe|estava)|só|somente|apenas|deve|devem|precisa|requer|sempre|nunca|gerado|esperado)(?!\p{L})`,
  ],
  fillers:
    'a agora ao as com da de do e em essa esse esta este faça favor isso isto já me meu não no o os para por que se sim um uma você'.split(
      ' ',
    ),
  general:
    'adicione adicionar ajuste altere arrume coloque continue continuar corrija crie faça mude prossiga remova revise siga use veja'.split(
      ' ',
    ),
};
