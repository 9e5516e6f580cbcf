// Two soft tones for a page. Silent until the reader has touched the page once.

const TONES = [
  { hertz: 659, from: 0 },
  { hertz: 880, from: 0.14 },
];

let on = true;
let context: AudioContext | null = null;

function wake(): void {
  context ??= new AudioContext();
}

/** From the first touch of the page on, sounds can be heard. */
export function awaitFirstTouch(): void {
  const options = { once: true, capture: true };
  addEventListener("pointerup", wake, options);
  addEventListener("keyup", wake, options);
}

export function soundIsOn(): boolean {
  return on;
}

export function switchSound(wanted: boolean): void {
  on = wanted;
}

export function chime(): void {
  if (!on || context === null || context.state !== "running") return;
  const start = context.currentTime + 0.02;
  for (const tone of TONES) {
    const voice = context.createOscillator();
    const volume = context.createGain();
    voice.frequency.value = tone.hertz;
    volume.gain.setValueAtTime(0, start + tone.from);
    volume.gain.linearRampToValueAtTime(0.08, start + tone.from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + tone.from + 0.3);
    voice.connect(volume).connect(context.destination);
    voice.start(start + tone.from);
    voice.stop(start + tone.from + 0.32);
  }
}
