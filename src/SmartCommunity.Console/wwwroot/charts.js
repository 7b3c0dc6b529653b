// @ts-check
import * as echarts from './lib/echarts/echarts.esm.min.mjs';

const offsetMs = 8 * 3600 * 1000;
/** The axis runs on the wall clock of Asia/Shanghai as if it were UTC, so that its ticks stand on that clock's hours and midnights, whatever the browser's zone is. */
export const toWall = (/** @type {number} */ ms) => ms + offsetMs;
/** Beyond two days a clock alone does not say when; below ten minutes, minutes alone do not. */
const maxClockSpanMs = 48 * 3600 * 1000, minClockSpanMs = 10 * 60 * 1000;
/** @param {number} wall @param {number} from @param {number} to */
export const cut = (wall, from, to) => new Date(wall).toISOString().slice(from, to).replace('T', ' ');
/** @param {string} name */
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/** Points of a day at one a second would be 86,400; beyond this the oldest leave, as the drawn day moves on. */
const maxPoints = 5000;
/** A series younger than this part of the window is drawn from its first point: a day's axis would show the first minutes as a line straight up. */
const youngPart = 12;
/** Nothing was measured where the distance is this many times the usual one and more than this part of the window: the line breaks, because no data is not a straight line. */
const gapTimes = 10, gapPart = 100;

/**
 * The points with breaks in the gaps; one that stands alone between two gaps has no line, and is a dot.
 * @param {[number, number][]} points @param {number} spanMs
 */
export function withGaps(points, spanMs) {
  const distances = points.slice(1).map((point, i) => point[0] - points[i][0]).sort((a, b) => a - b);
  const gapMs = Math.max(spanMs / gapPart, gapTimes * (distances[distances.length >> 1] ?? 0));
  /** @param {number} i Is there nothing between point i - 1 and point i? */
  const isGap = (i) => i <= 0 || i >= points.length || points[i][0] - points[i - 1][0] > gapMs;
  return points.flatMap((point, i) => {
    const drawn = isGap(i) && isGap(i + 1) ? { value: point, symbol: 'circle' } : { value: point };
    return i > 0 && isGap(i) ? [{ value: [points[i - 1][0] + 1, null] }, drawn] : [drawn];
  });
}

/**
 * @typedef {{ unit: string, decimals: number, step: boolean, codes: Record<string, string>, spanMs: number, zone: string }} Options
 * @param {HTMLElement} element
 * @param {Options} options
 */
export function create(element, options) {
  const chart = echarts.init(element, null, { renderer: 'canvas' });
  /** @type {[number, number][]} Wall clock and value. */
  let points = [];
  const codes = Object.keys(options.codes).map(Number);
  const smallest = 10 ** -options.decimals;
  /** @param {number} value */
  const label = (value) => options.codes[String(value)] ?? value.toFixed(options.decimals);

  function timeAxis() {
    const to = Math.max(toWall(Date.now()), points.at(-1)?.[0] ?? 0);
    const since = points[0]?.[0] ?? to;
    const min = to - since < options.spanMs / youngPart ? since : to - options.spanMs;
    const format = to - min > maxClockSpanMs ? [5, 10] : to - min < minClockSpanMs ? [11, 19] : [11, 16];
    return { min, max: to, axisLabel: { color: token('--muted'), hideOverlap: true, formatter: (/** @type {number} */ wall) => cut(wall, format[0], format[1]) } };
  }

  const data = () => ({
    xAxis: timeAxis(),
    series: [{ data: options.step ? points : withGaps(points, options.spanMs), symbol: points.length < 3 ? 'circle' : 'none' }],
  });

  // A series that never changed has a range of its own: the library's would be from nothing to twice the value.
  const room = (/** @type {{ min: number, max: number }} */ range) => (range.min === range.max ? Math.max(2 * smallest, Math.abs(range.min) / 50) : 0);
  const even = (/** @type {number} */ value) => Number(value.toFixed(Math.abs(value) >= 50 ? 0 : options.decimals));
  const valueAxis = () => (codes.length > 0
    ? { min: Math.min(...codes), max: Math.max(...codes), minInterval: 1 }
    : {
      scale: true, minInterval: smallest, min: (/** @type {any} */ range) => (room(range) > 0 ? even(range.min - room(range)) : undefined),
      max: (/** @type {any} */ range) => (room(range) > 0 ? even(range.max + room(range)) : undefined),
    });

  const draw = () => {
    const now = data();
    const named = { nameTextStyle: { color: token('--muted') } };
    chart.setOption({
      animation: false, useUTC: true,
      textStyle: { fontFamily: token('--font'), color: token('--text') },
      grid: { left: 8, right: 40, top: options.unit ? 30 : 14, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: token('--panel-raised'), borderColor: token('--line'), textStyle: { color: token('--text') },
        formatter: (/** @type {any} */ at) => (at[0]?.value[1] == null ? '' : `${cut(at[0].value[0], 5, 19)} ${options.zone}<br><b>${label(at[0].value[1])} ${options.unit}</b>`),
      },
      xAxis: { type: 'time', name: options.zone, nameGap: 4, ...named, axisLine: { lineStyle: { color: token('--line') } }, splitLine: { show: false }, ...now.xAxis },
      yAxis: {
        type: 'value', name: options.unit, nameGap: 10, ...named, ...valueAxis(), splitLine: { lineStyle: { color: token('--chart-grid') } },
        axisLabel: { color: token('--muted'), formatter: (/** @type {number} */ value) => (codes.length > 0 ? options.codes[String(value)] ?? '' : String(Number(value.toFixed(options.decimals + 1)))) },
      },
      series: [{
        type: 'line', showSymbol: true, symbolSize: 6, step: options.step ? 'end' : false, connectNulls: false,
        lineStyle: { width: 1.6, color: token('--chart-line') }, itemStyle: { color: token('--chart-line') }, ...now.series[0],
      }],
    }, { notMerge: true });
  };

  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  document.addEventListener('themechange', draw);
  draw();

  return {
    /** @param {number[]} times @param {number[]} values */
    setPoints(times, values) {
      points = times.map((time, i) => [toWall(time), values[i]]);
      draw();
    },
    /** @param {number} time @param {number} value @param {number} fromMs */
    append(time, value, fromMs) {
      const wall = toWall(time);
      if (points.length > 0 && wall <= points[points.length - 1][0]) return;
      points.push([wall, value]);
      while (points.length > maxPoints || (points.length > 0 && points[0][0] < toWall(fromMs))) points.shift();
      chart.setOption(data());
    },
    dispose() {
      resized.disconnect();
      document.removeEventListener('themechange', draw);
      chart.dispose();
    },
  };
}
