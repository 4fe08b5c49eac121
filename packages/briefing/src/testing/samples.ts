import type { BriefingDocument, MinutesDocument, TableBlock, TextReportDocument } from '../types.js';

/** A table of `columns` columns: the first holds names and is three times as wide, the others hold figures. */
export const tableSample = (columns: number, rows = 2): TableBlock => ({
  kind: 'table',
  title: `指标完成情况（${columns}列）`,
  columns: Array.from({ length: columns }, (_, i) =>
    i === 0 ? { title: '指标', width: 3 } : { title: `单位${i}`, align: 'right' },
  ),
  rows: Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => `格${r}.${c}`)),
  note: '注：单位为%。',
});

/** A briefing that has every part. */
export const briefingSample = (): BriefingDocument => ({
  title: '关于重点工作任务推进情况的汇报',
  masthead: { name: '××市公安局文件', number: '×公办〔2024〕9号' },
  addressee: '局党委',
  dataAsOf: '2024-09-20T09:05:00Z',
  internalUse: { user: '督查室 王某', at: '2024-09-20T18:00:00+08:00' },
  sections: [
    {
      level: 1,
      heading: '总体情况',
      content: [{ kind: 'paragraph', text: '全市54项任务，已办结12项。', sources: ['快照 2024-09-20'] }],
    },
    { level: 1, heading: '亮灯情况', content: [] },
    { level: 2, heading: '红灯任务', content: [] },
    { level: 3, heading: '完善应急处突体系建设', content: [{ kind: 'paragraph', text: '欠进度。' }] },
    { level: 4, heading: '原因', content: [tableSample(4)] },
    { level: 2, heading: '黄灯任务', content: [] },
    { level: 3, heading: '推进政务服务一体化', content: [{ kind: 'paragraph', text: '无。' }] },
  ],
  attachments: [
    { title: '任务进展情况表', sections: [{ level: 1, content: [tableSample(5)] }] },
    { title: '指标完成情况表', sections: [{ level: 1, content: [tableSample(12)] }] },
    { title: '台账（另附）' },
  ],
  signature: '××市公安局督查室',
  date: '2024-09-05',
});

/** Minutes with every place filled in. */
export const minutesSample = (): MinutesDocument => ({
  header: '××市公安局会议纪要',
  title: '第三季度推进会纪要',
  number: '〔2024〕3号',
  issuer: '市局办公室',
  date: '2024-09-23',
  sections: [{ level: 1, heading: '议定事项', content: [{ kind: 'paragraph', text: '加快推进。' }] }],
  attendance: { present: ['指挥中心甲', '交警支队乙'], absent: ['科信支队丙'], observing: ['审计处丁'] },
  recipients: ['局领导', '市局各部门'],
  imprint: { printedBy: '市局办公室', printedOn: '2024-09-24' },
});

/** A monthly report with one paragraph that names its source and one that does not. */
export const reportSample = (): TextReportDocument => ({
  title: '××县公安局9月工作报告',
  kind: 'month',
  subject: '××县公安局',
  period: '2024年9月',
  sections: [
    {
      level: 1,
      heading: '总体情况',
      content: [
        {
          kind: 'paragraph',
          text: '整改隐患30处。',
          sources: ['道路隐患 2024年9月 第2版', '进展反馈 第1版'],
        },
        { kind: 'paragraph', text: '总体平稳。' },
      ],
    },
  ],
});
