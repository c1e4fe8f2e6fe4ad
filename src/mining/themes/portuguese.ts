// Portuguese cues for themes.
import type { ThemeCues } from './theme.ts';

export const portuguese: ThemeCues = {
  language: 'pt',
  script: String.raw`[a-z]`,
  again: [String.raw`(?<!\p{L})(?:de novo|outra vez|já (?:te )?(?:disse|falei|pedi))(?!\p{L})`],
  cues: {
    'short-answers': [
      String.raw`(?<!\p{L})(?:mais (?:breve|conciso|resumido|enxuto)|seja (?:mais )?(?:breve|conciso|direto|objetivo)|direto ao ponto|(?:muito|demais) (?:texto|verboso)|texto demais|respostas? (?:mais )?curtas?|responda (?:curto|de forma curta))(?!\p{L})`,
    ],
    'plain-words': [
      String.raw`(?<!\p{L})(?:não (?:te )?entendi (?:nada|o que você|sua resposta)|expli(?:ca|que)\p{L}* .{0,20}(?:mais simples|palavras simples)|em palavras simples)(?!\p{L})`,
    ],
    'one-way': [
      String.raw`(?<!\p{L})(?:não me dê (?:tantas |mais )?opções|opções demais|muitas opções|me dê (?:só |apenas )?uma (?:única )?(?:opção|solução))(?!\p{L})`,
    ],
    recommend: [
      String.raw`(?<!\p{L})(?:o que (?:você |vc )?(?:me )?(?:recomenda|sugere)|qual (?:você |vc )?(?:me )?recomenda|qual (?:é )?a melhor (?:opção|forma|prática|abordagem))(?!\p{L})`,
    ],
    language: [
      String.raw`(?<!\p{L})(?:(?:responda|responde|fale|fala|escreva|escreve)\p{L}* (?:sempre )?em (?:português|inglês)|^em português(?: por favor)?)(?!\p{L})`,
    ],
    'ask-first': [
      String.raw`(?<!\p{L})(?:me pergunt[ea] (?:antes|primeiro|se)|pergunt[ea] antes|sem (?:me )?(?:perguntar|consultar|minha (?:permissão|aprovação))|espere (?:eu|minha|meu)|não (?:tome decisões|decida|assuma|presuma))(?!\p{L})`,
    ],
    'carry-on': [
      String.raw`(?<!\p{L})(?:não (?:me )?pergunt[ea](?: mais)?|par[ea] de (?:me )?perguntar|não pare(?: até)?|sem parar)(?!\p{L})`,
    ],
    'discuss-first': [
      String.raw`(?<!\p{L})(?:não (?:implemente|programe|escreva código|faça (?:nada|mudanças|alterações)|altere nada)(?: ainda)?|sem implementar|antes de (?:implementar|codar|programar|alterar)|primeiro (?:um|o) plano|só estamos (?:conversando|discutindo))(?!\p{L})`,
    ],
    'only-asked': [
      String.raw`(?<!\p{L})(?:não (?:mexa|altere|mude|toque|apague|remova) (?:em )?(?:mais nada|nada mais|nada além|o resto|no resto|outr[ao]s?)|(?:altere|mude|mexa) (?:só|apenas|somente)|(?:eu )?não pedi|por que (?:você )?(?:mudou|apagou|alterou|removeu|mexeu))(?!\p{L})`,
    ],
    verify: [
      String.raw`(?<!\p{L})(?:ainda não (?:funciona|funcionou|está funcionando)|continua (?:sem funcionar|não funcionando|dando erro|com erro|o mesmo)|(?:o )?mesmo erro|não funcionou|você (?:testou|verificou|rodou)|verifi(?:ca|que) (?:se|antes))(?!\p{L})`,
    ],
    'no-guessing': [
      String.raw`(?<!\p{L})(?:não (?:invente|adivinhe|chute|alucine)|(?:leia|consulte|veja) (?:primeiro )?a documentação|leia o código (?:primeiro|antes))(?!\p{L})`,
    ],
    simple: [
      String.raw`(?<!\p{L})(?:simplifi(?:que|ca|car)|(?:muito|complexo demais|demasiado) (?:complexo|complicado)|complicado demais|mais simples|não precisamos)(?!\p{L})`,
    ],
    reuse: [
      String.raw`(?<!\p{L})(?:reutiliz[ea]|reaproveit[ea]|código duplicado|não dupliqu?e|já existe (?:uma?|o|a) (?:função|componente|método|classe))(?!\p{L})`,
    ],
    'no-leftovers': [
      String.raw`(?<!\p{L})(?:não (?:é|está) mais (?:usad|necessári|utilizad)[oa]|não (?:precisa|usamos) mais|código morto|remova (?:tudo )?o que não (?:é|está))(?!\p{L})`,
    ],
    'keep-working': [String.raw`(?<!\p{L})(?:sem quebrar|não quebre|antes funcionava|você quebrou)(?!\p{L})`],
    'docs-too': [
      String.raw`(?<!\p{L})(?:(?:e|também|depois) atualiz[ea] (?:o |a |os )?(?:readme|documentação|docs|changelog)|atualiz[ea] (?:também )?(?:o |a |os )?(?:readme|documentação|docs|changelog) também)(?!\p{L})`,
    ],
    'no-git': [
      String.raw`(?<!\p{L})(?:não (?:faça|dê|faz) (?:o |nenhum )?(?:commit|push|merge)|não comm?ite|sem (?:fazer )?commit|eu (?:mesmo )?(?:faço|dou) (?:o|os) commits?)(?!\p{L})`,
    ],
    'green-ci': [
      String.raw`(?<!\p{L})(?:o |a )?(?:ci|pipeline|esteira) (?:falhou|está falhando|quebrou|está quebrad[ao])(?!\p{L})`,
    ],
  },
};
