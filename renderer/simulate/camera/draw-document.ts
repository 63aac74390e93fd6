// Draws a document held over a desk: a slight turn, a slight perspective, a shadow, a thumb at its edge.
import { drawAadhaarBack, drawAadhaarFront, withWrongCheckDigit } from '../document/aadhaar-card.ts';
import { drawPassportPage } from '../document/passport-page.ts';
import { unreachable } from '#core/kernel/result.ts';
import { personOf } from '../people.ts';
import { handAt } from './idle-motion.ts';
import { defocus, newLayer, type Layer } from './layer.ts';
import type { Staging } from './scene.ts';

/** Card's width as a part of the picture's, which fills the kiosk's guide: 10.6 px per millimetre at 1280 px. */
const cardShare = 0.71;
/** A passport's page is less wide for its height. */
const heightShare = 0.82;
/** Perspective is drawn in upright slices: enough that no step is seen. */
const slices = 96;
/** The right edge is nearer than the left by twice this part of its height. */
const lean = 0.022;
/** Ten years before any test will run: no clock makes it valid again. */
const longExpired = '2016-04-30';

export interface DocumentStage {
  readonly draw: (pen: CanvasRenderingContext2D, widthPx: number, heightPx: number, staging: Staging) => void;
}

export function makeDocumentStage(): DocumentStage {
  let table: Layer | null = null;
  const held = new Map<string, Layer | null>();
  return {
    draw(pen, widthPx, heightPx, staging) {
      if (!table) {
        table = newLayer(widthPx, heightPx);
        desk(table.pen, widthPx, heightPx);
      }
      pen.drawImage(table.canvas, 0, 0);
      const key = `${staging.scene} ${staging.person} ${staging.otherPerson}`;
      let hand = held.get(key);
      if (hand === undefined) {
        const sheet = drawSheet(staging);
        hand = sheet && holdUp(sheet, widthPx, heightPx, staging);
        held.set(key, hand);
      }
      if (!hand) return;
      const at = handAt(staging.shownMs);
      pen.save();
      pen.imageSmoothingQuality = 'medium';
      pen.translate(widthPx * (0.5 + at.x), heightPx * (0.5 + at.y));
      pen.rotate((at.turnDeg * Math.PI) / 180);
      pen.scale(at.squeeze, 1);
      pen.drawImage(hand.canvas, -widthPx / 2, -heightPx / 2);
      pen.restore();
    },
  };
}

/** The document with its shadow and the fingers that hold it, upright in the picture's middle. */
function holdUp(sheet: OffscreenCanvas, widthPx: number, heightPx: number, staging: Staging): Layer {
  const layer = newLayer(widthPx, heightPx);
  const { pen } = layer;
  const share = Math.min((widthPx * cardShare) / sheet.width, (heightPx * heightShare) / sheet.height);
  const [w, h] = [sheet.width * share, sheet.height * share];
  const { skin } = personOf(staging.person).look.paint;
  pen.translate(widthPx / 2, heightPx / 2);
  fingers(pen, w, h, skin);
  card(pen, sheet, w, h, lean);
  thumb(pen, w, h, skin);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  if (staging.scene === 'aadhaar-blurred') defocus(layer, 12);
  return layer;
}

function drawSheet({ scene, person, otherPerson }: Staging): OffscreenCanvas | null {
  const customer = personOf(person);
  switch (scene) {
    case 'aadhaar-front':
    case 'aadhaar-blurred':
      return drawAadhaarFront(customer);
    case 'aadhaar-back':
      return drawAadhaarBack(customer);
    case 'aadhaar-wrong-digit':
      return drawAadhaarFront(customer, withWrongCheckDigit(customer.aadhaarNumber));
    case 'aadhaar-back-wrong-digit':
      return drawAadhaarBack(customer, withWrongCheckDigit(customer.aadhaarNumber));
    case 'aadhaar-of-other':
      return drawAadhaarFront(personOf(otherPerson));
    case 'aadhaar-back-of-other':
      return drawAadhaarBack(personOf(otherPerson));
    case 'passport':
      return drawPassportPage(customer);
    case 'passport-expired':
      return drawPassportPage(customer, longExpired);
    case 'person':
    case 'other-person':
    case 'two-faces':
    case 'empty-chair':
    case 'blurred-person':
    case 'empty-desk':
    case 'black':
      return null;
    default:
      return unreachable(scene);
  }
}

function desk(pen: OffscreenCanvasRenderingContext2D, widthPx: number, heightPx: number): void {
  pen.fillStyle = '#6d5642';
  pen.fillRect(0, 0, widthPx, heightPx);
  pen.strokeStyle = 'rgba(40, 26, 16, 0.16)';
  pen.lineWidth = 2;
  for (let y = 8; y < heightPx; y += 17) {
    pen.beginPath();
    for (let x = 0; x <= widthPx; x += 40) pen.lineTo(x, y + 5 * Math.sin(x / 210 + y * 0.7));
    pen.stroke();
  }
}

/** Upright slices grow from left to right: the card's right edge is nearer by `lean`. */
function card(
  pen: OffscreenCanvasRenderingContext2D,
  sheet: OffscreenCanvas,
  w: number,
  h: number,
  lean: number,
): void {
  const tall = (t: number): number => h * (1 - lean + 2 * lean * t);
  pen.save();
  pen.shadowColor = 'rgba(0, 0, 0, 0.45)';
  pen.shadowBlur = h * 0.05;
  pen.shadowOffsetX = h * 0.012;
  pen.shadowOffsetY = h * 0.025;
  pen.fillStyle = '#fdfdfb';
  pen.beginPath();
  pen.moveTo(-w / 2, -tall(0) / 2);
  pen.lineTo(w / 2, -tall(1) / 2);
  pen.lineTo(w / 2, tall(1) / 2);
  pen.lineTo(-w / 2, tall(0) / 2);
  pen.fill();
  pen.restore();
  pen.imageSmoothingQuality = 'high';
  for (let i = 0; i < slices; i++) {
    const from = i / slices;
    const height = tall(from);
    // One pixel more than its share, so that no seam shows.
    pen.drawImage(
      sheet,
      from * sheet.width,
      0,
      sheet.width / slices + 1,
      sheet.height,
      (from - 0.5) * w,
      -height / 2,
      w / slices + 1,
      height,
    );
  }
  // Paper under a lamp is no white: it stays well below what a camera shows as burnt out.
  const sheen = pen.createLinearGradient(-w / 2, -h / 2, w / 2, h / 2);
  sheen.addColorStop(0, 'rgba(24, 18, 8, 0.05)');
  sheen.addColorStop(1, 'rgba(24, 18, 8, 0.13)');
  pen.fillStyle = sheen;
  pen.fillRect(-w / 2, -h / 2, w, h);
}

function skinStyle(skin: readonly [number, number, number], shade: number): string {
  const [r, g, b] = skin.map((c) => Math.round(255 * Math.pow(c * shade, 1 / 2.2)));
  return `rgb(${r}, ${g}, ${b})`;
}

function fingers(
  pen: OffscreenCanvasRenderingContext2D,
  w: number,
  h: number,
  skin: readonly [number, number, number],
): void {
  pen.fillStyle = skinStyle(skin, 0.62);
  for (const at of [0.14, 0.26, 0.38]) {
    pen.beginPath();
    pen.ellipse(w * 0.51, h * at, w * 0.035, h * 0.058, 0, 0, Math.PI * 2);
    pen.fill();
  }
}

/** At the right edge, where neither document prints anything. */
function thumb(
  pen: OffscreenCanvasRenderingContext2D,
  w: number,
  h: number,
  skin: readonly [number, number, number],
): void {
  pen.fillStyle = skinStyle(skin, 0.8);
  pen.beginPath();
  pen.ellipse(w * 0.545, h * 0.22, w * 0.075, h * 0.062, -0.25, 0, Math.PI * 2);
  pen.fill();
  pen.fillStyle = skinStyle(skin, 1.25);
  pen.beginPath();
  pen.ellipse(w * 0.497, h * 0.232, w * 0.02, h * 0.036, -0.25, 0, Math.PI * 2);
  pen.fill();
}
