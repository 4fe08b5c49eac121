import type { Text } from '@duban/contract';

export const words = {
  funnel: { zh: '从登记到管控', en: 'From the register to control' },
  screens: { zh: '块', en: 'screens' },
  all: { zh: '总数', en: 'All' },
  controlled: { zh: '已管控', en: 'Under control' },
  rate: { zh: '管控率', en: 'Rate' },
  hold: { zh: '须保持', en: 'To be held' },
  none: { zh: '本期尚无审定的显示屏数据', en: 'No accepted figures on screens yet' },
} satisfies Record<string, Text>;

/** The kinds of screen, in the order of the rates. */
export const kinds: readonly Text[] = [
  { zh: '一类屏', en: 'Class 1' },
  { zh: '二类屏', en: 'Class 2' },
  { zh: '有联网后台的屏', en: 'Networked' },
];
