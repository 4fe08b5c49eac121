import type { Field, Manifest, Text } from '@duban/contract';
import type { Fault } from './fault.js';

/** What a form would ask for if it kept a record of a person outside the bureau. */
const personal = [
  /身份证|证件号|护照号|姓名|出生日期/,
  /手机|电话号码|联系电话|联系方式|微信号|QQ号|邮箱/i,
  /车牌|号牌号码|银行卡|账号/,
  /人脸|指纹|声纹|DNA样本|照片/i,
  /住址|户籍地址|家庭地址|轨迹|定位/,
  /嫌疑人|犯罪人员|当事人|被害人|受害人|报警人|信访人|人员名单|名单/,
  /\b(id|identity|passport)[ -](card|number|no)\b/i,
  /\b(person|citizen|caller|victim|petitioner|first|last|full|family)[ -]?names?\b/i,
  /\b(phone|telephone|mobile|wechat|e-?mail)\b/i,
  /\b(number |licence |license )?plates?\b|\bbank (card|account)s?\b/i,
  /\b(faces?|facial|fingerprints?|voiceprints?|photos?)\b/i,
  /\b(home |street )?address(es)?\b|\b(tracks?|whereabouts|date of birth|birthday)\b/i,
  /\b(suspects?|offenders?|detainees?|victims?|callers?|petitioners?|witness(es)?)\b/i,
];

/** Figures that no form may ask for and no metric may show. */
const neverCounted = [
  /重点人(?!群)|列管|管控人员|布控|前科|刑满释放/,
  /在押|关押|羁押|拘留|刑拘|逮捕|抓获|收押/,
  /受处分|处分人|受处理人|违纪人/,
  /罚款|罚没|罚金/,
  /\bunder (watch|surveillance|control orders?)\b|\bwatch-?lists?\b|\bwith (criminal )?records?\b|\bcriminal records?\b/i,
  /\bdetain(ed|ees?)\b|\bdetentions\b|\barrest(s|ed)?\b|\binmates?\b|\bprisoners?\b/i,
  /\bdisciplined\b|\bpunished\b|\bfine[sd]?\b/i,
];

const ranking = /排名|排行|位次|\brank(s|ed|ing)?\b/i;
const clearance = /破案率|\bclearance\b|\bcleared cases\b/i;

/** What units are never ranked by, whoever asks: clearance rates and case numbers. */
const unranked = [
  clearance,
  /案件(数|量)|[立破发]案(数|量)|\bcases (filed|cleared|solved)\b|\bnumber of cases\b/i,
];

interface Named {
  at: string;
  names: string[];
}

/** No field of a form or of the configuration is for a person outside the bureau. */
export function privacyFaults(manifest: Manifest): Fault[] {
  return fieldsIn(manifest).flatMap(({ at, names }) => {
    const name = names.find((each) => personal.some((pattern) => pattern.test(each)));
    if (name === undefined) return [];
    const message = `"${name}" is about a person outside the bureau: remove the field, forms count things`;
    return [{ aspect: 'privacy' as const, at, message }];
  });
}

/** Nothing counts persons held, watched or disciplined, fines or arrests, and no clearance rate is ranked. */
export function restraintFaults(manifest: Manifest): Fault[] {
  const forms = manifest.forms.map((form) => named(`form ${form.key}`, form));
  const metrics = manifest.metrics.map((metric) => named(`metric ${metric.key}`, metric));
  const fault = (at: string, message: string): Fault => ({ aspect: 'restraint', at, message });
  return [
    ...[...forms, ...fieldsIn(manifest), ...metrics].flatMap(({ at, names }) =>
      names
        .filter((name) => neverCounted.some((pattern) => pattern.test(name)))
        .slice(0, 1)
        .map((name) => fault(at, `"${name}" must never be counted: remove it`)),
    ),
    ...metrics.flatMap(({ at, names }) =>
      names.some((name) => ranking.test(name))
        ? [fault(at, 'is a ranking: show the figures themselves')]
        : [],
    ),
    ...manifest.metrics
      .filter((metric) => named('', metric).names.some((name) => clearance.test(name)))
      .filter(({ definition }) => !(/不排名/.test(definition.zh) && /never ranked/.test(definition.en)))
      .map(({ key }) =>
        fault(`metric ${key}`, 'is a clearance rate: let its definition say 不排名 and "never ranked"'),
      ),
    ...manifest.metrics
      .filter((metric) => metric.ranked)
      .filter((metric) => named('', metric).names.some((name) => unranked.some((each) => each.test(name))))
      .map(({ key }) => fault(`metric ${key}`, 'is never ranked by: set `ranked: false`')),
  ];
}

function fieldsIn(manifest: Manifest): Named[] {
  return [
    ...manifest.forms.flatMap((form) => form.fields.map((field) => namedField(`form ${form.key}`, field))),
    ...manifest.config.map((field) => namedField('config', field)),
  ];
}

function namedField(within: string, field: Field): Named {
  const { at, names } = named(`${within}, field ${field.key}`, field);
  return { at, names: [...names, ...(field.options ?? []).flatMap(({ title }) => [title.zh, title.en])] };
}

function named(at: string, { key, title }: { key: string; title: Text }): Named {
  return { at, names: [key, key.replaceAll('-', ' '), title.zh, title.en] };
}
