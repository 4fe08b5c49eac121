import type { Text } from '@duban/contract';

export const words = {
  index: { zh: '全市拥堵指数', en: 'City congestion index' },
  measure: { zh: '指数', en: 'index' },
  month: { zh: '当月', en: 'Month' },
  mean: { zh: '年内平均', en: 'Mean of the year' },
  treated: { zh: '堵点治理率', en: 'Congestion points treated' },
  rate: { zh: '已治理', en: 'Treated' },
  target: { zh: '目标', en: 'Target' },
  nobody: { zh: '本计划没有单位填报拥堵指数', en: 'Nobody reports the congestion index in this plan' },
  none: { zh: '本年尚无审定的拥堵指数', en: 'No accepted index this year' },
} satisfies Record<string, Text>;
