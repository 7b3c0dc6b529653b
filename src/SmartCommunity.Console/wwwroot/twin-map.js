// @ts-check
// A community in three dimensions: extruded buildings, devices as circles by state. The server sends states, the geometry comes once from the API.
import * as maplibregl from './lib/maplibre-gl/maplibre-gl.mjs';

/** State codes of MapStates.cs. */
const normal = 0, warning = 1, alarm = 2, offline = 3, none = 4;
const tokens = ['--normal', '--warning', '--alarm', '--offline', '--muted'];
/** Symbols are placed anew with every change of their source: beyond this many marks, circles alone say it. */
const maxMarks = 300;
/** Shortest time between two refreshes of the marks, in milliseconds. */
const marksMs = 1000;
const metresPerDegree = 111_320;
/** Devices of one place stand on rings this far apart, in metres, so that each can be hit. */
const ringM = 4;
const iconPixels = 28;
const pitch3d = 55;
/** Free part of the frame on each side of the community, at first. */
const fitMargin = 0.06;
/** Perspective makes each fit change the next one's measure: after this many it moves by less than a pixel. */
const fitRounds = 5;
/** A community of one device alone would be looked at through a microscope. */
const maxFitZoom = 18.5;
const metresPerFloor = 3;
/** While the map moves, frames this far apart are too slow, in milliseconds: thirty a second; after so many of them it is drawn with a part of its pixels each way until it stands. */
const slowMs = 33, manySlow = 3, coarsePart = 0.5;

/** @param {string} name */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isReduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const fonts = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif";

/** @param {number} code @param {boolean} diamond */
function icon(code, diamond) {
  const canvas = new OffscreenCanvas(iconPixels, iconPixels);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const middle = iconPixels / 2, edge = iconPixels - 3;
  context.beginPath();
  if (diamond) { context.moveTo(middle, 3); context.lineTo(edge, middle); context.lineTo(middle, edge); context.lineTo(3, middle); }
  else { context.moveTo(middle, 4); context.lineTo(edge, edge - 2); context.lineTo(3, edge - 2); }
  context.closePath();
  context.fillStyle = token(tokens[code]);
  context.strokeStyle = token('--ground');
  context.lineWidth = 2;
  context.fill();
  context.stroke();
  return context.getImageData(0, 0, iconPixels, iconPixels);
}

/** @param {any} collection Spreads devices of one point over rings around it; returns the devices with integer ids. */
function placeDevices(collection) {
  /** @type {Map<string, number>} */
  const crowd = new Map();
  const devices = [];
  for (const feature of collection.features) {
    if (feature.properties.kind !== 'device' || feature.geometry?.type !== 'Point') continue;
    const [longitude, latitude] = feature.geometry.coordinates;
    const key = `${longitude},${latitude}`;
    const place = crowd.get(key) ?? 0;
    crowd.set(key, place + 1);
    // The golden angle fills a disc evenly, whatever the number.
    const radius = ringM * Math.sqrt(place), angle = place * 2.399963;
    const coordinates = [
      longitude + radius * Math.cos(angle) / (metresPerDegree * Math.cos(latitude * Math.PI / 180)),
      latitude + radius * Math.sin(angle) / metresPerDegree,
    ];
    devices.push({ type: 'Feature', id: devices.length + 1, geometry: { type: 'Point', coordinates }, properties: { code: feature.properties.code } });
  }
  return devices;
}

/** @param {any} collection @param {any[]} devices */
function boundsOf(collection, devices) {
  const bounds = new maplibregl.LngLatBounds();
  /** @param {any} coordinates */
  const extend = (coordinates) => {
    if (typeof coordinates[0] === 'number') bounds.extend([coordinates[0], coordinates[1]]);
    else coordinates.forEach(extend);
  };
  for (const feature of collection.features) if (feature.geometry && feature.properties.kind !== 'device') extend(feature.geometry.coordinates);
  devices.forEach((device) => bounds.extend(/** @type {[number, number]} */ (device.geometry.coordinates)));
  return bounds;
}

/**
 * Every corner of the community with the height above it, in metres.
 * @param {any} collection @param {any[]} devices @returns {{ at: [number, number], heightM: number }[]}
 */
function cornersOf(collection, devices) {
  /** @type {{ at: [number, number], heightM: number }[]} */
  const corners = [];
  /** @param {any} coordinates @param {number} heightM */
  const take = (coordinates, heightM) => {
    if (typeof coordinates[0] === 'number') corners.push({ at: [coordinates[0], coordinates[1]], heightM });
    else coordinates.forEach((/** @type {any} */ part) => take(part, heightM));
  };
  for (const { geometry, properties } of collection.features) {
    if (!geometry || properties.kind === 'device') continue;
    take(geometry.coordinates, properties.kind === 'building' ? properties.heightM ?? metresPerFloor * (properties.floors ?? 1) : 0);
  }
  devices.forEach((device) => take(device.geometry.coordinates, 0));
  return corners;
}

/**
 * Looks at the whole community: bounds alone do not know that what stands in front is wider and what is high reaches further up.
 * @param {any} map @param {ReturnType<typeof cornersOf>} corners @param {boolean} flat
 */
function fit(map, corners, flat) {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  if (corners.length === 0 || width === 0 || height === 0) return;
  const tilt = (flat ? 0 : pitch3d) * Math.PI / 180;
  // The camera stands one and a half heights of the frame away: the library's field of view.
  const cameraPixels = height * 1.5;
  for (let round = 0; round < fitRounds; round++) {
    const pixelsPerMetre = 512 * 2 ** map.getZoom() / (metresPerDegree * 360 * Math.cos(map.getCenter().lat * Math.PI / 180));
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (const { at, heightM } of corners) {
      const ground = map.project(at);
      const tall = flat ? 0 : heightM * pixelsPerMetre;
      const nearer = 1 / Math.max(0.2, 1 - tall * Math.cos(tilt) / cameraPixels);
      const roofX = width / 2 + (ground.x - width / 2) * nearer, roofY = height / 2 + (ground.y - height / 2 - tall * Math.sin(tilt)) * nearer;
      left = Math.min(left, ground.x, roofX); right = Math.max(right, ground.x, roofX);
      top = Math.min(top, ground.y, roofY); bottom = Math.max(bottom, ground.y, roofY);
    }
    const room = 1 - 2 * fitMargin;
    const scale = Math.min(width * room / Math.max(1, right - left), height * room / Math.max(1, bottom - top));
    map.jumpTo({ center: map.unproject([(left + right) / 2, (top + bottom) / 2]), zoom: Math.min(maxFitZoom, map.getZoom() + Math.log2(scale)) });
  }
}

/** Seen from above, a building is its ground: height would lean over what is beside it. @param {boolean} flat */
const buildingHeight = (flat) => (flat ? 0 : ['coalesce', ['get', 'heightM'], ['*', metresPerFloor, ['coalesce', ['get', 'floors'], 1]]]);

/** @param {(code: number) => any} of */
const byState = (of) => ['match', ['coalesce', ['feature-state', 's'], none], normal, of(normal), warning, of(warning), alarm, of(alarm), offline, of(offline), of(none)];

function circlePaint() {
  return {
    'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, ['case', ['boolean', ['feature-state', 'on'], false], 7, 3.5], 18, ['case', ['boolean', ['feature-state', 'on'], false], 12, 7]],
    // What is not heard is hollow: shape as well as colour.
    'circle-color': byState((code) => code === offline || code === none ? token('--ground') : token(tokens[code])),
    'circle-stroke-color': ['case', ['boolean', ['feature-state', 'on'], false], token('--text'), byState((code) => code === offline || code === none ? token(tokens[code]) : token('--ground'))],
    'circle-stroke-width': ['case', ['boolean', ['feature-state', 'on'], false], 4, 2],
    'circle-pitch-alignment': 'viewport',
  };
}

/** @param {string} nameKey @param {any} collection @param {any[]} devices @param {boolean} flat */
function styleOf(nameKey, collection, devices, flat) {
  /** @param {string} kind */
  const places = (kind) => ({
    type: 'geojson',
    data: { type: 'FeatureCollection', features: collection.features.filter((/** @type {any} */ f) => f.properties.kind === kind && /Polygon/.test(f.geometry?.type ?? '')) },
  });
  return {
    version: 8,
    sources: {
      buildings: places('building'), facilities: places('facility'),
      devices: { type: 'geojson', data: { type: 'FeatureCollection', features: devices } },
      marks: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': token('--ground') } },
      { id: 'facilities', type: 'fill', source: 'facilities', paint: { 'fill-color': token('--selected'), 'fill-outline-color': token('--control-line') } },
      {
        id: 'buildings', type: 'fill-extrusion', source: 'buildings',
        paint: { 'fill-extrusion-color': token('--control-line'), 'fill-extrusion-height': buildingHeight(flat), 'fill-extrusion-opacity': 0.55 },
      },
      { id: 'devices', type: 'circle', source: 'devices', paint: circlePaint() },
      { id: 'marks', type: 'symbol', source: 'marks', layout: { 'icon-image': ['get', 'icon'], 'icon-size': 0.7, 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
      ...['buildings', 'facilities'].map((source) => ({
        id: `${source}-names`, type: 'symbol', source, minzoom: 15,
        layout: { 'text-field': ['get', nameKey], 'text-font': ['sans'], 'text-size': 12, 'text-optional': true },
        paint: { 'text-color': token('--text'), 'text-halo-color': token('--ground'), 'text-halo-width': 1.5 },
      })),
    ],
  };
}

/**
 * Without a graphics card a frame takes as long as it has pixels: coarse while it moves, sharp when it stands.
 * @param {maplibregl.Map} map
 */
function drawCoarselyWhileSlow(map) {
  let lastMs = 0, slow = 0, isCoarse = false, isGone = false;
  map.on('movestart', () => { lastMs = 0; slow = 0; });
  // Before the frame is drawn, so that none is lost by the change.
  map.on('move', () => {
    const nowMs = performance.now();
    if (lastMs > 0 && nowMs - lastMs > slowMs) slow++;
    lastMs = nowMs;
    if (isCoarse || slow < manySlow) return;
    isCoarse = true;
    map.setPixelRatio(devicePixelRatio * coarsePart);
  });
  map.on('moveend', () => requestAnimationFrame(() => {
    if (isGone || !isCoarse || map.isMoving()) return;
    isCoarse = false;
    map.setPixelRatio(devicePixelRatio);
    map.redraw();
  }));
  map.on('remove', () => { isGone = true; });
}

/**
 * @typedef {{ url: string, nameKey: string, flat: boolean, locale: Record<string, string> }} Options
 * @param {HTMLElement} element
 * @param {any} page The .NET side; its method Select takes a device id.
 * @param {Options} options
 */
export async function create(element, page, options) {
  if (!document.createElement('canvas').getContext('webgl2')) throw new Error('This browser has no WebGL 2.');
  element.setAttribute('aria-busy', 'true');
  const answer = await fetch(options.url);
  if (!answer.ok) throw new Error(`${options.url} answered ${answer.status}.`);
  const collection = await answer.json();
  const devices = placeDevices(collection);
  const bounds = boundsOf(collection, devices);
  const map = new maplibregl.Map({
    container: element, style: /** @type {any} */ (styleOf(options.nameKey, collection, devices, options.flat)), bounds: bounds.isEmpty() ? undefined : bounds,
    pitch: options.flat ? 0 : pitch3d, attributionControl: false, fadeDuration: 0, locale: options.locale,
    // No antialiasing: 5,000 devices at 2 Hz in software held 48 frames/s without it, 35 with it.
    localIdeographFontFamily: fonts, maxPitch: 70, canvasContextAttributes: { antialias: false },
  });
  map.addControl(new maplibregl.NavigationControl({ visualizePitch: true }), 'top-right');
  const corners = cornersOf(collection, devices);
  fit(map, corners, options.flat);
  drawCoarselyWhileSlow(map);
  await new Promise((resolve, reject) => { map.once('load', resolve); map.once('error', (event) => reject(event.error)); });

  const byCode = new Map(devices.map((device) => [device.properties.code, device]));
  /** @type {Map<string, number>} */
  const states = new Map();
  let shownMarks = '', selected = '', marksTimer = 0;
  const addIcons = () => {
    for (const [name, code] of /** @type {[string, number][]} */ ([['alarm', alarm], ['warning', warning]])) {
      if (map.hasImage(name)) map.removeImage(name);
      map.addImage(name, icon(code, code === alarm));
    }
  };
  addIcons();

  const drawMarks = () => {
    marksTimer = 0;
    const of = (/** @type {number} */ code) => [...states].filter(([id, state]) => state === code && byCode.has(id)).map(([id]) => id);
    const alarms = of(alarm), warnings = of(warning);
    const marked = alarms.length + warnings.length <= maxMarks ? [...alarms, ...warnings] : alarms.slice(0, maxMarks);
    const key = marked.map((id) => `${id}:${states.get(id)}`).join();
    if (key === shownMarks) return;
    shownMarks = key;
    const features = marked.map((id) => ({ ...byCode.get(id), properties: { code: id, icon: states.get(id) === alarm ? 'alarm' : 'warning' } }));
    /** @type {any} */ (map.getSource('marks'))?.setData({ type: 'FeatureCollection', features });
  };
  /** @param {string} id @param {any} value */
  const setState = (id, value) => { const device = byCode.get(id); if (device) map.setFeatureState({ source: 'devices', id: device.id }, value); };

  const recolour = () => {
    map.setPaintProperty('ground', 'background-color', token('--ground'));
    map.setPaintProperty('facilities', 'fill-color', token('--selected'));
    map.setPaintProperty('buildings', 'fill-extrusion-color', token('--control-line'));
    for (const [name, value] of Object.entries(circlePaint())) map.setPaintProperty('devices', /** @type {any} */ (name), value);
    for (const layer of ['buildings-names', 'facilities-names']) {
      map.setPaintProperty(layer, 'text-color', token('--text'));
      map.setPaintProperty(layer, 'text-halo-color', token('--ground'));
    }
    addIcons();
  };
  document.addEventListener('themechange', recolour);
  map.on('click', 'devices', (event) => {
    // The circuit may be away; the banner says so.
    page.invokeMethodAsync('Select', event.features?.[0]?.properties.code).catch(() => {});
  });
  map.on('mouseenter', 'devices', () => { map.getCanvas().style.cursor = 'pointer'; });
  map.on('mouseleave', 'devices', () => { map.getCanvas().style.cursor = ''; });
  element.removeAttribute('aria-busy');

  return {
    /** How many devices have a position. */
    placed: () => devices.length,
    /** @param {string[]} ids @param {number[]} codes Only devices whose state changed. */
    setStates(ids, codes) {
      ids.forEach((id, i) => { states.set(id, codes[i]); setState(id, { s: codes[i] }); });
      if (ids.length > 0 && marksTimer === 0) marksTimer = window.setTimeout(drawMarks, shownMarks === '' ? 0 : marksMs);
    },
    /** @param {string} id Empty: none. */
    select(id) {
      if (selected) setState(selected, { on: false });
      selected = id;
      if (!id) return;
      setState(id, { on: true });
      const device = byCode.get(id);
      if (device && !map.getBounds().contains(device.geometry.coordinates)) map.easeTo({ center: device.geometry.coordinates, duration: isReduced() ? 0 : 400 });
    },
    /** @param {boolean} flat */
    setFlat(flat) {
      map.setPaintProperty('buildings', 'fill-extrusion-height', buildingHeight(flat));
      map.jumpTo({ pitch: flat ? 0 : pitch3d });
      fit(map, corners, flat);
    },
    dispose() {
      clearTimeout(marksTimer);
      document.removeEventListener('themechange', recolour);
      map.remove();
    },
  };
}
