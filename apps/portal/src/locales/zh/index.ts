import antd from 'antd/locale/zh_CN';

const files = import.meta.glob<object>('./*.json', { eager: true, import: 'default' });

/** Every file of this folder is a namespace of its name. */
export const pack = {
  texts: Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts]),
  ),
  antd,
};
