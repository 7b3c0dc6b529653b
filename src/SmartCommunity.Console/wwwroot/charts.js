// @ts-check
import * as echarts from './lib/echarts/echarts.esm.min.mjs';

const offsetMs = 8 * 3600 * 1000;
/** @param {number} ms */
const clock = (ms) => new Date(ms + offsetMs).toISOString().slice(11, 16);
/** Beyond two days a clock alone does not say when. */
const maxClockSpanMs = 48 * 3600 * 1000;
/** @param {number} ms */
const date = (ms) => new Date(ms + offsetMs).toISOString().slice(5, 10);
/** @param {number} ms */
const clockSeconds = (ms) => new Date(ms + offsetMs).toISOString().slice(5, 19).replace('T', ' ');
/** @param {string} name */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/** Points of a day at one a second would be 86,400; beyond this the oldest leave, as the drawn day moves on. */
const maxPoints = 5000;

/**
 * @typedef {{ unit: string, decimals: number, step: boolean, codes: Record<string, string> }} Options
 * @param {HTMLElement} element
 * @param {Options} options
 */
export function create(element, options) {
  const chart = echarts.init(element, null, { renderer: 'canvas' });
  /** @type {[number, number | null][]} */
  let points = [];
  /** @param {number} value */
  const label = (value) => options.codes[String(value)] ?? value.toFixed(options.decimals);

  const draw = () => chart.setOption({
    animation: false,
    textStyle: { fontFamily: token('--font'), color: token('--text') },
    grid: { left: 8, right: 14, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: token('--panel-raised'), borderColor: token('--line'), textStyle: { color: token('--text') },
      formatter: (/** @type {any} */ at) => `${clockSeconds(at[0].value[0])} CST<br><b>${label(at[0].value[1])} ${options.unit}</b>`,
    },
    xAxis: {
      type: 'time', axisLabel: { color: token('--muted'), formatter: points.length > 0 && points[points.length - 1][0] - points[0][0] > maxClockSpanMs ? date : clock, hideOverlap: true },
      axisLine: { lineStyle: { color: token('--line') } }, splitLine: { show: false },
    },
    yAxis: {
      type: 'value', scale: true, minInterval: options.step ? 1 : 0,
      axisLabel: { color: token('--muted'), formatter: (/** @type {number} */ value) => options.codes[String(value)] ?? String(value) },
      splitLine: { lineStyle: { color: token('--chart-grid') } },
    },
    series: [{
      type: 'line', showSymbol: points.length < 3, symbolSize: 6, step: options.step ? 'end' : false, data: points, connectNulls: false,
      lineStyle: { width: 1.6, color: token('--chart-line') }, itemStyle: { color: token('--chart-line') },
    }],
  }, { notMerge: true });

  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  document.addEventListener('themechange', draw);
  draw();

  return {
    /** @param {number[]} times @param {number[]} values */
    setPoints(times, values) {
      points = times.map((time, i) => [time, values[i]]);
      draw();
    },
    /** @param {number} time @param {number} value @param {number} fromMs */
    append(time, value, fromMs) {
      if (points.length > 0 && time <= points[points.length - 1][0]) return;
      points.push([time, value]);
      while (points.length > maxPoints || (points.length > 0 && points[0][0] < fromMs)) points.shift();
      chart.setOption({ series: [{ data: points, showSymbol: points.length < 3 }] });
    },
    dispose() {
      resized.disconnect();
      document.removeEventListener('themechange', draw);
      chart.dispose();
    },
  };
}
