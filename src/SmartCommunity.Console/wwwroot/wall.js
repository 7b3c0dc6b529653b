// @ts-check
// The wall's sound: two short tones, made here, so that nothing has to be loaded.

const tones = [880, 660];
const toneSeconds = 0.25, loudness = 0.3;
/** @type {AudioContext | null} */
let context = null;

export async function sound() {
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume();
  tones.forEach((frequency, i) => {
    const from = /** @type {AudioContext} */ (context).currentTime + i * toneSeconds;
    const oscillator = /** @type {AudioContext} */ (context).createOscillator(), gain = /** @type {AudioContext} */ (context).createGain();
    oscillator.frequency.value = frequency;
    gain.gain.value = loudness;
    oscillator.connect(gain).connect(/** @type {AudioContext} */ (context).destination);
    oscillator.start(from);
    oscillator.stop(from + toneSeconds);
  });
}
