import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartData, ChartSeries } from './chart-data.js';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const styles: Record<
  ChartSeries['role'],
  { colour: string; dash: 'solid' | 'dashed' | 'dotted'; symbol: string }
> = {
  main: { colour: '--chart-main', dash: 'solid', symbol: 'circle' },
  second: { colour: '--chart-second', dash: 'solid', symbol: 'rect' },
  target: { colour: '--chart-target', dash: 'dashed', symbol: 'none' },
  pace: { colour: '--chart-target', dash: 'dotted', symbol: 'none' },
  pending: { colour: '--chart-main', dash: 'dotted', symbol: 'emptyCircle' },
  past: { colour: '--text-2', dash: 'dotted', symbol: 'none' },
  red: { colour: '--light-red', dash: 'solid', symbol: 'circle' },
  yellow: { colour: '--light-yellow-fill', dash: 'solid', symbol: 'triangle' },
  green: { colour: '--light-green', dash: 'solid', symbol: 'circle' },
  grey: { colour: '--light-grey', dash: 'solid', symbol: 'rect' },
  closed: { colour: '--chart-second', dash: 'solid', symbol: 'rect' },
};

/** On the fill of a yellow light in either theme. */
const onYellow = '#1b2430';

/** A stacked bar says its number, so that its colour is not all there is; a thin one has no room for it. */
function stacked(series: ChartSeries, colour: (name: string) => string) {
  return {
    stack: 'all',
    barMaxWidth: 40,
    barCategoryGap: '16%',
    itemStyle: {
      color: colour(styles[series.role].colour),
      borderColor: colour('--surface'),
      borderWidth: 1,
    },
    label: {
      show: true,
      color: series.role === 'yellow' ? onYellow : colour('--surface'),
      formatter: ({ value }: { value: unknown }) => (Number(value) > 0 ? String(value) : ''),
    },
    labelLayout: { hideOverlap: true },
  };
}

/** The drawing of a chart. The colours are the theme's, read when it is drawn. */
export default function ChartView({ data, height }: { data: ChartData; height: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const chart = init(element, null, { renderer: 'svg' });
    const draw = () => chart.setOption(optionOf(data, getComputedStyle(element), element.clientWidth), true);
    draw();
    const sizes = new ResizeObserver(() => chart.resize());
    sizes.observe(element);
    const themes = new MutationObserver(draw);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      sizes.disconnect();
      themes.disconnect();
      chart.dispose();
    };
  }, [data]);
  return <div ref={box} style={{ height }} role="img" aria-label={data.title} />;
}

/** Where the legend of many series needs a second line. */
const narrow = 480;

function optionOf(data: ChartData, style: CSSStyleDeclaration, width: number) {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const label = { color: colour('--text-2'), fontFamily: style.fontFamily };
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 200,
    grid: {
      left: 8,
      right: 16,
      top: width < narrow && data.series.length > 4 ? 60 : 36,
      bottom: 4,
      containLabel: true,
    },
    legend: { top: 0, left: 0, itemHeight: 8, itemWidth: 18, textStyle: label },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colour('--surface'),
      borderColor: colour('--line'),
      textStyle: { ...label, color: colour('--text') },
    },
    xAxis: {
      type: 'category',
      data: [...data.categories],
      axisLabel: label,
      axisLine: { lineStyle: { color: colour('--line') } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      // A bar is read by its length, so it begins at 0; a line may begin where its values do.
      scale: data.series.every((series) => series.kind === 'line'),
      // What is stacked is counted: half a task is none.
      ...(data.series.some((series) => series.kind === 'stack') ? { minInterval: 1 } : {}),
      axisLabel: label,
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: data.series.map((series) => {
      const { colour: name, dash, symbol } = styles[series.role];
      return {
        type: series.kind === 'line' ? ('line' as const) : ('bar' as const),
        name: series.name,
        data: [...series.values],
        symbol,
        symbolSize: 5,
        barMaxWidth: 24,
        connectNulls: series.role === 'target',
        itemStyle: { color: colour(name) },
        lineStyle: { color: colour(name), width: 1.75, type: dash },
        ...(series.kind === 'stack' ? stacked(series, colour) : {}),
      };
    }),
  };
}
