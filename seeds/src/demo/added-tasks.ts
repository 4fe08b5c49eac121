import type { DepartmentCode } from '../organisation/departments.js';
import type { Step } from './course.js';

/** A task that the plan does not print, in the demo's own words. */
export interface AddedTask {
  title: string;
  areaId: string;
  origin: 'superior' | 'added' | 'meeting' | 'instruction';
  basis: string;
  visibility: 'open' | 'restricted';
  lead: DepartmentCode;
  dueDate: string;
  milestone: { title: string; dueDate: string; doneOn: string | null };
  awaitingSuperior?: boolean;
  drafted: string;
  steps: Step[];
}

const proposed = (on: string): Step => ({ move: 'propose', on, by: 'lead' });
const issued = (on: string): Step => ({ move: 'issue', on, by: 'leader' });
const accepted = (on: string): Step => ({ move: 'accept', on, by: 'reporter' });
const begun = (proposedOn: string, issuedOn: string, acceptedOn: string): Step[] => [
  proposed(proposedOn),
  issued(issuedOn),
  accepted(acceptedOn),
];
const closed = (asked: string, checked: string, on: string): Step[] => [
  { move: 'request-closure', on: asked, by: 'head' },
  { move: 'pre-approve', on: checked, by: 'lead' },
  { move: 'approve-closure', on, by: 'planoffice' },
];

const added = (
  title: string,
  areaId: string,
  task: Omit<AddedTask, 'title' | 'areaId' | 'visibility' | 'milestone'> & Partial<AddedTask>,
): AddedTask => ({
  visibility: 'open',
  milestone: { title: '工作方案印发', dueDate: task.dueDate, doneOn: null },
  ...task,
  title,
  areaId,
});

/** Between them they stand in every state of the lifecycle, and bear every mark that a task can bear. */
export const addedTasks: AddedTask[] = [
  added('夜间经济街区治安守护', 'grassroots', {
    origin: 'added',
    basis: '区域治安形势研判(示例)',
    lead: 'ZA',
    dueDate: '2024-11-29',
    drafted: '2024-09-13',
    steps: [],
  }),
  added('电动自行车停放秩序整治', 'traffic-management', {
    origin: 'superior',
    basis: '上级通知(示例)〔2024〕12 号',
    lead: 'JJ',
    dueDate: '2024-12-20',
    drafted: '2024-09-10',
    steps: [proposed('2024-09-18')],
  }),
  added('国庆假期道路疏导保障', 'traffic-management', {
    origin: 'instruction',
    basis: '领导批示(示例)',
    lead: 'JJ',
    dueDate: '2024-10-08',
    drafted: '2024-09-12',
    steps: [proposed('2024-09-13'), issued('2024-09-19')],
  }),
  added('互联网营业场所联合检查', 'cyberspace', {
    origin: 'added',
    basis: '部门会商纪要(示例)',
    lead: 'WA',
    dueDate: '2024-11-15',
    drafted: '2024-08-28',
    steps: [
      proposed('2024-08-30'),
      issued('2024-09-02'),
      { move: 'decline', on: '2024-09-03', by: 'head', reason: '部分场所不属本单位职责，请明确分工' },
      issued('2024-09-11'),
    ],
  }),
  added('指挥通信装备清点', 'command-integration', {
    origin: 'meeting',
    basis: '二季度推进会议定事项(示例)',
    lead: 'KX',
    dueDate: '2024-08-30',
    milestone: { title: '装备清册形成', dueDate: '2024-08-16', doneOn: '2024-08-15' },
    drafted: '2024-07-04',
    steps: begun('2024-07-05', '2024-07-08', '2024-07-09'),
  }),
  added('中秋国庆食品安全联合检查', 'crime-fighting', {
    origin: 'superior',
    basis: '上级通知(示例)〔2024〕9 号',
    lead: 'HSY',
    dueDate: '2024-09-24',
    milestone: { title: '检查清单下发', dueDate: '2024-09-06', doneOn: '2024-09-05' },
    drafted: '2024-08-20',
    steps: begun('2024-08-21', '2024-08-23', '2024-08-26'),
  }),
  added('出入境窗口适老化改造', 'public-service', {
    origin: 'added',
    basis: '服务窗口评议(示例)',
    lead: 'CRJ',
    dueDate: '2024-09-30',
    milestone: { title: '改造完工', dueDate: '2024-08-30', doneOn: '2024-08-29' },
    drafted: '2024-05-06',
    steps: [
      ...begun('2024-05-08', '2024-05-10', '2024-05-13'),
      { move: 'request-closure', on: '2024-09-10', by: 'head' },
      { move: 'pre-approve', on: '2024-09-13', by: 'lead' },
    ],
  }),
  added('暑期网络安全宣传', 'cyberspace', {
    origin: 'added',
    basis: '年度宣传安排(示例)',
    lead: 'WA',
    dueDate: '2024-08-31',
    milestone: { title: '宣传活动举办', dueDate: '2024-08-16', doneOn: '2024-08-14' },
    drafted: '2024-06-11',
    steps: [
      ...begun('2024-06-12', '2024-06-14', '2024-06-17'),
      ...closed('2024-08-26', '2024-08-28', '2024-08-30'),
    ],
  }),
  added('涉案财物集中清理', 'rule-of-law', {
    origin: 'meeting',
    basis: '一季度推进会议定事项(示例)',
    lead: 'FZ',
    dueDate: '2024-06-28',
    milestone: { title: '清理台账形成', dueDate: '2024-05-31', doneOn: '2024-06-07' },
    drafted: '2024-04-08',
    steps: [
      ...begun('2024-04-09', '2024-04-11', '2024-04-15'),
      ...closed('2024-07-12', '2024-07-16', '2024-07-19'),
    ],
  }),
  added('春运期间安保保障', 'major-risk', {
    origin: 'superior',
    basis: '上级通知(示例)〔2024〕2 号',
    lead: 'ZA',
    dueDate: '2024-03-08',
    milestone: { title: '保障方案印发', dueDate: '2024-01-26', doneOn: '2024-01-25' },
    drafted: '2024-01-16',
    steps: [
      ...begun('2024-01-16', '2024-01-18', '2024-01-19'),
      ...closed('2024-03-05', '2024-03-06', '2024-03-08'),
      { move: 'archive', on: '2024-04-10', by: 'planoffice' },
    ],
  }),
  added('备用指挥场所改造', 'command-integration', {
    origin: 'instruction',
    basis: '领导批示(示例)',
    lead: 'TJ',
    dueDate: '2024-12-13',
    drafted: '2024-03-18',
    steps: [
      ...begun('2024-03-19', '2024-03-21', '2024-03-22'),
      { move: 'suspend', on: '2024-06-03', by: 'head', reason: '场地权属手续未办结' },
      { move: 'suspend', on: '2024-06-05', by: 'leader', reason: '同意中止，手续办结后恢复' },
    ],
  }),
  added('旧版研判系统迁移', 'crime-fighting', {
    origin: 'added',
    basis: '信息化项目清单(示例)',
    lead: 'KX',
    dueDate: '2024-10-31',
    drafted: '2024-02-19',
    steps: [
      ...begun('2024-02-20', '2024-02-22', '2024-02-23'),
      { move: 'terminate', on: '2024-06-18', by: 'planoffice', reason: '并入统一平台建设' },
      { move: 'terminate', on: '2024-06-20', by: 'leader', reason: '同意' },
    ],
  }),
  added('流动警务站试点', 'grassroots', {
    origin: 'added',
    basis: '基层调研报告(示例)',
    lead: 'ZA',
    dueDate: '2024-11-22',
    drafted: '2024-04-22',
    steps: [
      ...begun('2024-04-23', '2024-04-25', '2024-04-26'),
      { move: 'terminate', on: '2024-09-17', by: 'head', reason: '试点车辆未落实，建议终止' },
    ],
  }),
  added('文体活动场地开放', 'team-building', {
    origin: 'added',
    basis: '民警建议(示例)',
    lead: 'ZZ',
    dueDate: '2024-08-15',
    drafted: '2024-05-20',
    steps: [
      ...begun('2024-05-21', '2024-05-23', '2024-05-24'),
      { move: 'request-closure', on: '2024-08-01', by: 'head' },
      { move: 'send-back', on: '2024-08-06', by: 'lead', reason: '两处场地尚未开放', dueDate: '2024-10-31' },
    ],
  }),
  added('警营开放预约功能优化', 'public-relations', {
    origin: 'instruction',
    basis: '领导批示(示例)',
    lead: 'XC',
    dueDate: '2024-10-18',
    milestone: { title: '预约功能上线', dueDate: '2024-06-14', doneOn: '2024-06-13' },
    drafted: '2024-03-04',
    steps: [
      ...begun('2024-03-05', '2024-03-07', '2024-03-08'),
      ...closed('2024-06-20', '2024-06-24', '2024-06-28'),
      { move: 'reopen', on: '2024-07-10', by: 'leader', reason: '用户反映预约名额显示有误' },
    ],
  }),
  added('执法示范单位申报', 'rule-of-law', {
    origin: 'superior',
    basis: '上级通知(示例)〔2024〕6 号',
    lead: 'FZ',
    dueDate: '2024-09-13',
    milestone: { title: '申报材料报送', dueDate: '2024-08-23', doneOn: '2024-08-22' },
    awaitingSuperior: true,
    drafted: '2024-04-29',
    steps: begun('2024-04-30', '2024-05-06', '2024-05-07'),
  }),
  added('专项工作(一)', 'crime-fighting', {
    origin: 'instruction',
    basis: '领导批示(示例)',
    visibility: 'restricted',
    lead: 'XZ',
    dueDate: '2024-11-29',
    drafted: '2024-05-13',
    steps: begun('2024-05-14', '2024-05-16', '2024-05-17'),
  }),
  added('专项工作(二)', 'team-building', {
    origin: 'meeting',
    basis: '专题会议纪要(示例)',
    visibility: 'restricted',
    lead: 'ZZ',
    dueDate: '2024-12-13',
    drafted: '2024-09-09',
    steps: [],
  }),
];
