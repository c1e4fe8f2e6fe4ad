// Spanish phrasing.
import type { Phrasing } from './phrasing.ts';

export const spanish: Phrasing = {
  language: 'es',
  leadIns: [
    String.raw`(?:por favor|porfa|oye|hola|vale|ok(?:ay)?|bueno|bien|y|pero|entonces|también|además|pues)\b[,.:;! ]*`,
    String.raw`(?:no|sí|claro|exacto|correcto|espera|para|gracias|perdón|perfecto|de acuerdo|recuerda|nota|importante)\s?[,.:;!]+\s*`,
    String.raw`(?:puedes|podrías|puede|podría|podemos)(?: por favor)?\s+`,
    String.raw`(?:quiero que|necesito que|me gustaría que|asegúrate de(?: que)?|recuerda(?: que)?|no (?:te )?olvides(?: de| que)?|acuérdate de)\s+`,
    String.raw`(?:a partir de ahora|de ahora en adelante|en adelante|en el futuro|por regla general)\b[,:]?\s*`,
    String.raw`(?:te dije que|te he dicho que|ya te dije que|te pedí que)\s+`,
  ],
  tails: [String.raw`[\s,]+(?:por favor|porfa|gracias|a partir de ahora|de ahora en adelante|vale|ok)[\s.!?]*`],
  rewrites: [
    [String.raw`(?:yo )?ya no (?:uso|usamos|utilizo|utilizamos) (.{1,120})`, '$1 ya no se usa'],
    [String.raw`(?:nosotros )?no (?:usamos|utilizamos) (.{1,160})`, 'No usar $1'],
    [String.raw`(?:aquí )?(?:usamos|utilizamos) (.{1,160})`, 'Usar $1'],
    [String.raw`no quiero que (.{2,160})`, 'Que no $1'],
  ],
  deciding: [
    String.raw`(?:la |nuestra )?(?:decisión|regla|norma|convención|política)\b[^:.!?\n]{0,80}:\s+`,
    String.raw`(?:hemos decidido|decidimos|acordamos|hemos acordado)(?: que)?\s+`,
    String.raw`(?:nuestra|la) (?:convención|regla|norma|política) es(?: que)?\s+`,
  ],
  settling: [
    String.raw`\bya no (?:uso|usamos|utilizo|utilizamos|necesitamos)\b`,
    String.raw`\b(?:usamos|utilizamos)\b.{1,80}?,? (?:no|en lugar de|en vez de|nunca)\b`,
    String.raw`^(?:todos|todas|todo|toda|cada|cualquier|ningún|ninguna|nada|nadie)\b[^;:]{2,110}\b(?:debe|deben|tiene que|tienen que|puede|pueden)\b`,
    String.raw`^no quiero que .{2,60}\b(?:público|pública|públicos|públicas|se publique|se suba|se borre|se comparta)\b`,
    String.raw`\b(?:está|están) (?:prohibido|prohibida|obsoleto|obsoleta|obsoletos|obsoletas)\b`,
  ],
  ruling: [String.raw`\b(?:debe|deben|siempre|nunca|jamás|hay que|obligatorio|prohibido)\b`],
  agreeing: [String.raw`(?:de acuerdo|acordado|confirmado|exacto|correcto|sí|bien|perfecto|vale|eso es)(?!\p{L})`],
  reporting: [
    String.raw`\b(?:está|están|es|son|era|ha|han|funciona|falla|pasa) (?:siempre|nunca)\b`,
    String.raw`\b(?:siempre|nunca) (?:falla|fallan|funciona|funcionan|pasa|pasan|da|sale|está|están)\b`,
    String.raw`\b(?:quizás?|tal vez|creo que|parece|supongo)\b`,
  ],
  asking: [String.raw`(?<!\p{L})(?:qué|cómo|cuál|por qué|dónde|quién|si hay que)(?!\p{L})`],
};
