// Chinese cues. Chinese writes no spaces, so patterns stand without word bounds.
import type { Cues } from './cues.ts';

export const chinese: Cues = {
  language: 'zh',
  standing: [
    String.raw`(?:总是|永远不要|始终|一律|从现在开始|从现在起|以后都|以后不要|今后|每次都)`,
    String.raw`在(?:这个|本)(?:项目|仓库)`,
  ],
  correcting: [String.raw`^(?:不对|不是|不要|别|错了|应该是|我说的是)`],
  asking: [String.raw`^(?:怎么|什么|为什么|哪|谁|是否|能不能|可以吗)`],
  noting: [
    String.raw`(?:因为|由于|所以|导致|原因是|而不是|但是|然而|不过)`,
    String.raw`(?:不能|不支持|没有|无法|失败|缺少|被阻止|过期|已经存在|只能|必须|需要|始终|生成的|预期)`,
  ],
  fillers: Array.from('的了吧呢啊请我你把给再也就都和在是这那一下'),
  general: ['继续', '修改', '修复', '添加', '删除', '检查', '看看'],
};
