import { type Form, formSchema } from '../area/form.js';

/** The key of the core's own narrative form; a report of it belongs to a task and a unit. */
export const progressNoteKey = 'progress-note';

/** Self-assessments (自评) of a progress note. They never make a light green. */
export const selfAssessments = ['completed', 'ahead', 'on-pace', 'behind'] as const;

const text = (key: string, zh: string, en: string, required: boolean, maxLength = 2000) => ({
  key,
  title: { zh, en },
  type: 'text' as const,
  required,
  maxLength,
});

/**
 * 进展反馈: what the lead and the responsible units of every task in progress owe each month. It has no task
 * number of its own; 1 stands in the schema's place and is never read.
 */
export const progressNoteForm: Form = formSchema.parse({
  key: progressNoteKey,
  version: 1,
  title: { zh: '进展反馈', en: 'Progress note' },
  task: 1,
  period: 'month',
  due: { workingDaysAfterEnd: 5 },
  level: ['bureau', 'department', 'county', 'station', 'team'],
  selfSign: true,
  fields: [
    text('progress', '本期进展', 'Progress in this period', true),
    text('achieved', '累计成效', 'Achieved so far', false),
    text('problems', '存在问题', 'Problems', false),
    text('next-steps', '下步打算', 'Next steps', true),
    text('coordination', '需协调事项', 'To be coordinated', false),
    {
      key: 'self-assessment',
      title: { zh: '自评', en: 'Self-assessment' },
      type: 'choice',
      required: true,
      options: [
        { value: 'completed', title: { zh: '已完成', en: 'Completed' } },
        { value: 'ahead', title: { zh: '超进度', en: 'Ahead of pace' } },
        { value: 'on-pace', title: { zh: '达进度', en: 'On pace' } },
        { value: 'behind', title: { zh: '欠进度', en: 'Behind pace' } },
      ],
    },
    { key: 'evidence', title: { zh: '佐证材料', en: 'Evidence' }, type: 'file' },
  ],
});
