import { defineArea } from '@duban/contract';
import {
  departmentsAndCounties,
  flow,
  flowRate,
  remark,
  stock,
  stockRate,
  total,
  unusual,
  within,
} from './parts.js';

const screenRegister = { zh: '电子显示屏登记台账', en: 'Register of public screens' };

export const manifest = defineArea({
  contract: 1,
  id: 'cyberspace',
  version: '1.0.0',
  title: { zh: '网络空间治理', en: 'Cyberspace governance' },
  forms: [
    {
      key: 'screens',
      version: 1,
      title: { zh: 'LED 屏安全管理月报', en: 'Public screens, monthly' },
      task: 31,
      period: 'month',
      due: { workingDaysAfterEnd: 5 },
      level: departmentsAndCounties,
      fields: [
        { ...stock, key: 'class-one', title: { zh: '一类屏总数', en: 'Class 1 screens' }, measure: '块' },
        {
          ...stock,
          key: 'class-one-controlled',
          title: { zh: '一类屏已管控', en: 'Class 1 screens under control' },
          measure: '块',
          help: { zh: '责任人、审核、断电措施均已落实', en: 'Keeper, review and cut-off are all in place' },
        },
        { ...stock, key: 'class-two', title: { zh: '二类屏总数', en: 'Class 2 screens' }, measure: '块' },
        {
          ...stock,
          key: 'class-two-controlled',
          title: { zh: '二类屏已管控', en: 'Class 2 screens under control' },
          measure: '块',
        },
        {
          ...stock,
          key: 'networked',
          title: { zh: '有联网后台的屏总数', en: 'Screens with a networked backend' },
          measure: '块',
          help: {
            zh: '不分类别单独统计,与一、二类有交叉',
            en: 'Counted across classes, so it overlaps with both',
          },
        },
        {
          ...stock,
          key: 'networked-controlled',
          title: { zh: '有联网后台的屏已管控', en: 'Networked screens under control' },
          measure: '块',
        },
        remark,
      ],
      checks: [
        within('class-one-controlled', 'class-one', '一类屏总数', 'the class 1 screens'),
        within('class-two-controlled', 'class-two', '二类屏总数', 'the class 2 screens'),
        within('networked-controlled', 'networked', '有联网后台的屏总数', 'the networked screens'),
        {
          key: 'networked-among-classes',
          severity: 'warning',
          expect: {
            lte: [{ field: 'networked' }, { add: [{ field: 'class-one' }, { field: 'class-two' }] }],
          },
          field: 'networked',
          message: { zh: '多于一、二类屏之和,请核对', en: 'more than both classes together: check it' },
        },
      ],
    },
    {
      key: 'network-drills',
      version: 1,
      title: { zh: '网络攻防演练月报', en: 'Network drills, monthly' },
      task: 31,
      period: 'month',
      due: { workingDaysAfterEnd: 3 },
      level: ['department'],
      fields: [
        { ...flow, key: 'drills', title: { zh: '主题演练次数', en: 'Themed drills held' }, measure: '次' },
        {
          ...flow,
          key: 'organisations',
          title: { zh: '参演单位', en: 'Organisations drilled' },
          measure: '家次',
          help: { zh: '同一单位参加两次计两家次', en: 'An organisation that took part twice counts twice' },
        },
        remark,
      ],
      checks: [
        unusual('drills', 10),
        {
          key: 'organisations-need-a-drill',
          severity: 'error',
          expect: { or: [{ gt: [{ field: 'drills' }, 0] }, { eq: [{ field: 'organisations' }, 0] }] },
          field: 'organisations',
          message: { zh: '没有演练时,参演单位应为 0', en: 'must be 0 when no drill was held' },
        },
      ],
    },
    {
      key: 'network-hygiene',
      version: 1,
      title: { zh: '网络安全漏洞整改月报', en: 'Network hygiene, monthly' },
      task: 32,
      period: 'month',
      due: { workingDaysAfterEnd: 5 },
      level: departmentsAndCounties,
      fields: [
        {
          ...flow,
          key: 'vulnerabilities-due',
          title: { zh: '到期应修复漏洞', en: 'Vulnerabilities due' },
          measure: '个',
          help: {
            zh: '通报的修复期限落在本期的漏洞',
            en: 'Those whose notified deadline falls in the period',
          },
        },
        {
          ...flow,
          key: 'vulnerabilities-fixed',
          title: { zh: '其中已修复', en: 'Of these, fixed' },
          measure: '个',
        },
        remark,
      ],
      checks: [
        within('vulnerabilities-fixed', 'vulnerabilities-due', '到期应修复漏洞', 'the vulnerabilities due'),
        unusual('vulnerabilities-due', 5000),
      ],
    },
  ],
  metrics: [
    {
      ...stockRate,
      key: 'class-one-control-rate',
      title: { zh: '一类屏管控率', en: 'Class 1 screens under control' },
      numerator: 'screens.class-one-controlled',
      denominator: 'screens.class-one',
      definition: {
        zh: '期末已管控一类屏 ÷ 一类屏总数',
        en: 'Class 1 screens under control ÷ all of class 1',
      },
      source: screenRegister,
    },
    {
      ...stockRate,
      key: 'class-two-control-rate',
      title: { zh: '二类屏管控率', en: 'Class 2 screens under control' },
      numerator: 'screens.class-two-controlled',
      denominator: 'screens.class-two',
      definition: {
        zh: '期末已管控二类屏 ÷ 二类屏总数',
        en: 'Class 2 screens under control ÷ all of class 2',
      },
      source: screenRegister,
    },
    {
      ...stockRate,
      key: 'networked-control-rate',
      title: { zh: '有联网后台的屏管控率', en: 'Networked screens under control' },
      numerator: 'screens.networked-controlled',
      denominator: 'screens.networked',
      definition: {
        zh: '期末已管控 ÷ 有联网后台的屏总数',
        en: 'Under control ÷ screens with a networked backend',
      },
      source: screenRegister,
    },
    {
      ...total,
      key: 'themed-drills',
      title: { zh: '主题攻防演练', en: 'Themed drills' },
      numerator: 'network-drills.drills',
      measure: '次',
      definition: { zh: '期内开展的主题网络攻防演练次数', en: 'Themed network drills held in the period' },
      source: { zh: '演练方案和总结', en: 'Drill plans and reviews' },
    },
    {
      ...total,
      key: 'organisations-drilled',
      title: { zh: '参演单位', en: 'Organisations drilled' },
      numerator: 'network-drills.organisations',
      measure: '家次',
      definition: { zh: '期内参演单位家次之和', en: 'Participations of organisations in the period' },
      source: { zh: '演练方案和总结', en: 'Drill plans and reviews' },
    },
    {
      ...flowRate,
      key: 'vulnerability-fixed-rate',
      title: { zh: '漏洞修复率', en: 'Vulnerabilities fixed' },
      numerator: 'network-hygiene.vulnerabilities-fixed',
      denominator: 'network-hygiene.vulnerabilities-due',
      definition: { zh: '已修复 ÷ 期内到期应修复漏洞', en: 'Fixed ÷ due in the period' },
      source: { zh: '通报整改回执', en: 'Answers to the notices' },
    },
  ],
});

export default manifest;
