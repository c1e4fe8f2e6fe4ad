// Portuguese phrasing.
import type { Phrasing } from './phrasing.ts';

export const portuguese: Phrasing = {
  language: 'pt',
  leadIns: [
    String.raw`(?:por favor|pfv|oi|olá|ok(?:ay)?|bom|bem|e|mas|então|também|aí|tipo)\b[,.:;! ]*`,
    String.raw`(?:não|sim|claro|certo|exato|espera|espere|pare|obrigad[oa]|desculpa|perfeito|beleza|combinado|lembre-se|nota|importante)\s?[,.:;!]+\s*`,
    String.raw`(?:você pode|pode|poderia|consegue|podemos|dá para|dá pra)(?: por favor)?\s+`,
    String.raw`(?:quero que(?: você)?|preciso que(?: você)?|gostaria que(?: você)?|certifique-se de(?: que)?|garanta que|lembre(?:-se)? de(?: que)?|não (?:se )?esqueça de)\s+`,
    String.raw`(?:a partir de agora|de agora em diante|daqui (?:em diante|pra frente|para frente)|no futuro|via de regra)(?!\p{L})[,:]?\s*`,
    String.raw`(?:eu )?(?:já )?(?:te disse|disse|falei|te falei|pedi)(?: que| para)?\s+`,
  ],
  tails: [String.raw`[\s,]+(?:por favor|pfv|obrigad[oa]|a partir de agora|de agora em diante|ok|beleza)[\s.!?]*`],
  rewrites: [
    [
      String.raw`(?:eu |nós |a gente )?não (?:uso|usamos|usa|utilizo|utilizamos) mais (.{1,120})`,
      '$1 não é mais usado',
    ],
    [String.raw`(?:nós |a gente )?não (?:usamos|utilizamos) (.{1,160})`, 'Não usar $1'],
    [String.raw`(?:aqui )?(?:nós |a gente )?(?:usamos|utilizamos) (.{1,160})`, 'Usar $1'],
    [String.raw`(?:eu )?não quero que (.{2,160})`, 'Que não $1'],
  ],
  deciding: [
    String.raw`(?:a |nossa )?(?:decisão|regra|norma|convenção|política)\b[^:.!?\n]{0,80}:\s+`,
    String.raw`(?:decidimos|ficou decidido|combinamos|acordamos)(?: que)?\s+`,
    String.raw`(?:nossa|a) (?:convenção|regra|norma|política) é(?: que)?\s+`,
  ],
  settling: [
    String.raw`(?<!\p{L})não (?:uso|usamos|utilizo|utilizamos|precisamos) mais\b`,
    String.raw`\b(?:usamos|utilizamos)\b.{1,80}?,? (?:não|em vez de|ao invés de|nunca)(?!\p{L})`,
    String.raw`^(?:todos|todas|todo|toda|cada|qualquer|nenhum|nenhuma|nada|ninguém)(?!\p{L})[^;:]{2,110}\b(?:deve|devem|tem que|têm que|precisa|precisam|pode|podem)\b`,
    String.raw`^(?:eu )?não quero que .{2,60}\b(?:público|pública|públicos|públicas|publicado|compartilhado|apagado)\b`,
    String.raw`\b(?:é|são|está|estão) (?:proibido|proibida|obsoleto|obsoleta|obrigatório|obrigatória)\b`,
  ],
  ruling: [String.raw`(?<!\p{L})(?:deve|devem|sempre|nunca|jamais|tem que|obrigatório|proibido)(?!\p{L})`],
  agreeing: [
    String.raw`(?:combinado|confirmado|exato|exatamente|correto|certo|sim|isso|perfeito|concordo|fechado|ok)(?!\p{L})`,
  ],
  reporting: [
    String.raw`(?<!\p{L})(?:está|estão|é|são|era|foi|tem|funciona|falha|passa) (?:sempre|nunca)\b`,
    String.raw`\b(?:sempre|nunca) (?:falha|falham|funciona|funcionam|passa|passam|dá|quebra|está|estão)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:talvez|acho que|parece|será que)(?!\p{L})`,
  ],
  asking: [String.raw`(?<!\p{L})(?:o que|que tipo|como|qual|quais|por que|onde|quem)(?!\p{L})`],
};
