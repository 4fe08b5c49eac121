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
  pending: { colour: '--chart-main', dash: 'dotted', symbol: 'emptyCircle' },
  past: { colour: '--text-2', dash: 'dotted', symbol: 'none' },
};

/** The drawing of a chart. The colours are the theme's, read when it is drawn. */
export default function ChartView({ data, height }: { data: ChartData; height: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const chart = init(element, null, { renderer: 'svg' });
    const draw = () => chart.setOption(optionOf(data, getComputedStyle(element)), true);
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

function optionOf(data: ChartData, style: CSSStyleDeclaration) {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const label = { color: colour('--text-2'), fontFamily: style.fontFamily };
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 200,
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
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
      axisLabel: label,
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: data.series.map((series) => {
      const { colour: name, dash, symbol } = styles[series.role];
      return {
        type: series.kind,
        name: series.name,
        data: [...series.values],
        symbol,
        symbolSize: 5,
        barMaxWidth: 24,
        connectNulls: series.role === 'target',
        itemStyle: { color: colour(name) },
        lineStyle: { color: colour(name), width: 1.75, type: dash },
      };
    }),
  };
}
