/** Departments of the demo bureau: code and name. Invented and neutral. */
export const departments = [
  ['BGS', '办公室(督查室)'],
  ['ZHZX', '情报指挥中心'],
  ['ZZ', '政治部'],
  ['DC', '警务督察支队'],
  ['ZA', '治安管理支队'],
  ['XZ', '刑事侦查支队'],
  ['JZ', '经济犯罪侦查支队'],
  ['HSY', '环食药侦查支队'],
  ['WA', '网络安全保卫支队'],
  ['JJ', '交通警察支队'],
  ['TJ', '巡特警支队'],
  ['JG', '监所管理支队'],
  ['FZ', '法制支队'],
  ['KX', '科技信息化支队'],
  ['CRJ', '出入境管理支队'],
  ['SP', '行政审批处'],
  ['XF', '信访处'],
  ['XC', '新闻宣传处'],
] as const;

export type DepartmentCode = (typeof departments)[number][0];
