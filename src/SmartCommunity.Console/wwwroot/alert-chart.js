// @ts-check
// What an alert rests on: the curve around the moment, the rule's limit as a line, the moment as a mark, what was expected as a band.
import * as echarts from './lib/echarts/echarts.esm.min.mjs';
import { cut, toWall, token, withGaps } from './charts.js';

/**
 * @typedef {{ unit: string, decimals: number, step: boolean, codes: Record<string, string>, zone: string, limit: number | null, limitName: string, momentMs: number, momentName: string,
 *   times: number[], values: number[], bandTimes: number[], lows: number[], highs: number[], medians: (number | null)[] }} Options
 * @param {HTMLElement} element
 * @param {Options} options
 */
export function create(element, options) {
  const chart = echarts.init(element, null, { renderer: 'canvas' });
  /** @type {[number, number][]} */
  const points = options.times.map((time, i) => [toWall(time), options.values[i]]);
  const codes = Object.keys(options.codes).map(Number);
  const span = points.length > 1 ? points[points.length - 1][0] - points[0][0] : 1;
  /** @param {number} value */
  const label = (value) => options.codes[String(value)] ?? value.toFixed(options.decimals);
  // The limit is always within the frame, as far as it is from what was measured.
  const lowest = Math.min(...options.values, ...options.lows, options.limit ?? Infinity), highest = Math.max(...options.values, ...options.highs, options.limit ?? -Infinity);
  const room = Math.max((highest - lowest) / 10, 10 ** -options.decimals);

  // The band is two stacked curves: its lower edge, unseen, and its height, filled.
  const bandAt = options.bandTimes.map(toWall);
  const bandOf = (/** @type {(number | null)[]} */ values) => values.map((value, i) => [bandAt[i], value]);
  const edge = { type: 'line', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, stack: 'band', stackStrategy: 'all' };

  const draw = () => {
    const named = { nameTextStyle: { color: token('--muted') } };
    const marks = [{ xAxis: toWall(options.momentMs), lineStyle: { color: token('--alarm'), type: 'solid', width: 2 }, label: { formatter: options.momentName, color: token('--text'), position: 'insideEndTop' } }];
    const limit = options.limit === null ? [] : [{ yAxis: options.limit, lineStyle: { color: token('--warning'), type: 'dashed', width: 2 }, label: { formatter: `${options.limitName} ${label(options.limit)}`, color: token('--text'), position: 'insideStartTop' } }];
    chart.setOption({
      animation: false, useUTC: true, textStyle: { fontFamily: token('--font'), color: token('--text') },
      grid: { left: 8, right: 40, top: options.unit ? 30 : 16, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: token('--panel-raised'), borderColor: token('--line'), textStyle: { color: token('--text') },
        formatter: (/** @type {any[]} */ at) => {
          const point = at.find((one) => one.seriesIndex === 0)?.value;
          return point?.[1] == null ? '' : `${cut(point[0], 5, 19)} ${options.zone}<br><b>${label(point[1])} ${options.unit}</b>`;
        },
      },
      xAxis: {
        type: 'time', name: options.zone, nameGap: 4, ...named, axisLine: { lineStyle: { color: token('--line') } }, splitLine: { show: false },
        axisLabel: { color: token('--muted'), hideOverlap: true, formatter: (/** @type {number} */ wall) => cut(wall, 11, 16) },
      },
      yAxis: {
        type: 'value', name: options.unit, nameGap: 10, ...named, splitLine: { lineStyle: { color: token('--chart-grid') } },
        ...(codes.length > 0 ? { min: Math.min(...codes), max: Math.max(...codes), minInterval: 1 } : { min: lowest - room, max: highest + room }),
        axisLabel: { color: token('--muted'), formatter: (/** @type {number} */ value) => (codes.length > 0 ? options.codes[String(value)] ?? '' : String(Number(value.toFixed(options.decimals)))) },
      },
      series: [{
        type: 'line', symbol: points.length < 3 ? 'circle' : 'none', symbolSize: 6, step: options.step ? 'end' : false, connectNulls: false, data: options.step ? points : withGaps(points, span),
        lineStyle: { width: 1.6, color: token('--chart-line') }, itemStyle: { color: token('--chart-line') }, markLine: { symbol: 'none', silent: true, data: [...marks, ...limit] },
      }, ...(bandAt.length === 0 ? [] : [
        { ...edge, data: bandOf(options.lows) },
        { ...edge, data: bandOf(options.highs.map((high, i) => high - options.lows[i])), areaStyle: { color: token('--chart-line'), opacity: 0.16 } },
        { type: 'line', symbol: 'none', silent: true, data: bandOf(options.medians), lineStyle: { width: 1, type: 'dotted', color: token('--muted') } },
      ])],
    }, { notMerge: true });
  };

  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  document.addEventListener('themechange', draw);
  draw();
  return {
    dispose() {
      resized.disconnect();
      document.removeEventListener('themechange', draw);
      chart.dispose();
    },
  };
}
