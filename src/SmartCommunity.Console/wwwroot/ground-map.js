// @ts-check
// A project's ground: the picture behind the verdicts, and a border drawn by clicks. The server holds the border's corners; this file only shows them and reports clicks.
import * as maplibregl from './lib/maplibre-gl/maplibre-gl.mjs';

const fonts = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif";
const fitPadding = 36;
/** A unit is some hundred metres wide: nearer than this a slip of the hand would be a metre. */
const maxFitZoom = 17;

/** @param {string} name */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Layers of the picture, the lowest first: fill and line colour, line width, dashes; what the server calls them. State is told by dash and width as well as by colour. */
const styles = () => ({
  planning: { line: token('--muted'), width: 1.5, dash: [6, 3] },
  governance: { line: token('--link'), width: 1, dash: [1, 2] },
  administrative: { line: token('--warning'), width: 1, dash: [4, 2, 1, 2] },
  reached: { fill: token('--normal'), opacity: 0.15, line: token('--normal'), width: 2 },
  unit: { fill: token('--accent'), opacity: 0.1, line: token('--accent'), width: 3 },
  unreached: { fill: token('--warning'), opacity: 0.4 },
  walkway: { line: token('--muted'), width: 1 },
  building: { fill: token('--control-line'), opacity: 0.5, line: token('--muted'), width: 0.5 },
  luxury: { fill: token('--alarm'), opacity: 0.8, line: token('--text'), width: 2 },
  barrier: { line: token('--muted'), width: 2, dash: [5, 3] },
  crossing: { fill: token('--alarm'), opacity: 0.3, line: token('--alarm'), width: 5 },
  linked: { fill: token('--warning'), opacity: 0.3, line: token('--warning'), width: 5, dash: [3, 1] },
  proof: { point: token('--warning') },
  facility: { point: token('--link') },
  space: { point: token('--ground'), line: token('--link') },
});

const empty = () => ({ type: 'FeatureCollection', features: /** @type {any[]} */ ([]) });

/** @param {string} name @param {any} style */
function layersOf(name, style) {
  const of = (/** @type {string} */ type) => ['all', ['==', ['get', 'layer'], name], ['==', ['geometry-type'], type]];
  const layers = [];
  if (style.fill) layers.push({ id: `${name}-fill`, type: 'fill', source: 'picture', filter: of('Polygon'), paint: { 'fill-color': style.fill, 'fill-opacity': style.opacity } });
  if (style.line && !style.point) {
    layers.push({
      id: `${name}-line`, type: 'line', source: 'picture', filter: ['all', ['==', ['get', 'layer'], name], ['!=', ['geometry-type'], 'Point']],
      paint: { 'line-color': style.line, 'line-width': style.width, ...(style.dash ? { 'line-dasharray': style.dash } : {}) },
    });
  }
  layers.push({
    id: `${name}-point`, type: 'circle', source: 'picture', filter: of('Point'),
    paint: { 'circle-radius': 5, 'circle-color': style.point ?? style.fill ?? style.line, 'circle-stroke-color': style.line ?? token('--text'), 'circle-stroke-width': 1.5 },
  });
  return layers;
}

function style() {
  return {
    version: 8,
    sources: { picture: { type: 'geojson', data: empty() }, draft: { type: 'geojson', data: empty() } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': token('--ground') } },
      ...Object.entries(styles()).flatMap(([name, each]) => layersOf(name, each)),
      {
        id: 'names', type: 'symbol', source: 'picture', minzoom: 14, filter: ['in', ['get', 'layer'], ['literal', ['facility', 'space', 'luxury', 'crossing', 'linked', 'proof']]],
        layout: { 'text-field': ['get', 'name'], 'text-font': ['sans'], 'text-size': 12, 'text-offset': [0, 1.1], 'text-optional': true },
        paint: { 'text-color': token('--text'), 'text-halo-color': token('--ground'), 'text-halo-width': 1.5 },
      },
      { id: 'draft-fill', type: 'fill', source: 'draft', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': token('--focus'), 'fill-opacity': 0.2 } },
      { id: 'draft-line', type: 'line', source: 'draft', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': token('--focus'), 'line-width': 3, 'line-dasharray': [2, 1] } },
      { id: 'draft-point', type: 'circle', source: 'draft', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 5, 'circle-color': token('--focus'), 'circle-stroke-color': token('--ground'), 'circle-stroke-width': 2 } },
    ],
  };
}

/** @param {[number, number][]} corners */
function draftOf(corners) {
  const points = corners.map((at) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: at } }));
  if (corners.length < 2) return { type: 'FeatureCollection', features: points };
  const geometry = corners.length === 2 ? { type: 'LineString', coordinates: corners } : { type: 'Polygon', coordinates: [[...corners, corners[0]]] };
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }, ...points] };
}

/** @param {any} collection What the view is fitted to: not a railway of the whole district. */
function boundsOf(collection) {
  const bounds = new maplibregl.LngLatBounds();
  /** @param {any} coordinates */
  const extend = (coordinates) => {
    if (typeof coordinates[0] === 'number') bounds.extend([coordinates[0], coordinates[1]]);
    else coordinates.forEach(extend);
  };
  for (const { geometry, properties } of collection.features) {
    if (geometry?.coordinates && !['barrier', 'governance', 'administrative', 'reached'].includes(properties.layer)) extend(geometry.coordinates);
  }
  return bounds;
}

/**
 * @typedef {{ url: string, center: [number, number], zoom: number, locale: Record<string, string> }} Options
 * @param {HTMLElement} element
 * @param {any} page The .NET side; its method Click takes longitude and latitude.
 * @param {Options} options
 */
export async function create(element, page, options) {
  if (!document.createElement('canvas').getContext('webgl2')) throw new Error('This browser has no WebGL 2.');
  const map = new maplibregl.Map({
    container: element, style: /** @type {any} */ (style()), center: options.center, zoom: options.zoom, attributionControl: false, fadeDuration: 0, locale: options.locale,
    localIdeographFontFamily: fonts, dragRotate: false, pitchWithRotate: false, doubleClickZoom: false,
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 160 }), 'bottom-left');
  await new Promise((resolve, reject) => { map.once('load', resolve); map.once('error', (event) => reject(event.error)); });
  let isDrawing = false, isFitted = false;

  map.on('click', (event) => {
    // The circuit may be away; the banner says so.
    if (isDrawing) page.invokeMethodAsync('Click', event.lngLat.lng, event.lngLat.lat).catch(() => {});
  });
  // Styles read the page's colours: another theme is another style over the same data.
  const recolour = () => map.setStyle(/** @type {any} */ (style()), { transformStyle: (/** @type {any} */ before, /** @type {any} */ next) => ({ ...next, sources: before?.sources ?? next.sources }) });
  document.addEventListener('themechange', recolour);

  return {
    /** @param {string} url Shows another picture, or the same as it is now. */
    async show(url) {
      element.setAttribute('aria-busy', 'true');
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
      const collection = await answer.json();
      /** @type {any} */ (map.getSource('picture')).setData(collection);
      const bounds = boundsOf(collection);
      // Once: a person who has moved the map has their reasons.
      if (!isFitted && !bounds.isEmpty()) { map.fitBounds(bounds, { padding: fitPadding, maxZoom: maxFitZoom, animate: false }); isFitted = true; }
      element.removeAttribute('aria-busy');
    },
    /** @param {boolean} drawing @param {[number, number][]} corners */
    draw(drawing, corners) {
      isDrawing = drawing;
      map.getCanvas().style.cursor = drawing ? 'crosshair' : '';
      /** @type {any} */ (map.getSource('draft')).setData(draftOf(corners));
    },
    dispose() {
      document.removeEventListener('themechange', recolour);
      map.remove();
    },
  };
}
