// A picture drawn once and laid down every frame: most of a scene does not move, and a software canvas is slow.

export interface Layer {
  readonly canvas: OffscreenCanvas;
  readonly pen: OffscreenCanvasRenderingContext2D;
}

export function newLayer(widthPx: number, heightPx: number): Layer {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws no 2D canvas');
  return { canvas, pen };
}

/** Out of focus by about `px`: drawn small and enlarged, which is far cheaper than the canvas's own blur. */
export function defocus(source: Layer, px: number): void {
  const { width, height } = source.canvas;
  let current = source.canvas;
  // By halves: one great step would leave a grid.
  for (let size = 1; size < px; size *= 2)
    current = resized(current, Math.ceil(current.width / 2), Math.ceil(current.height / 2));
  while (current.width < width)
    current = resized(current, Math.min(width, current.width * 2), Math.min(height, current.height * 2));
  source.pen.clearRect(0, 0, width, height);
  source.pen.drawImage(current, 0, 0, width, height);
}

function resized(source: OffscreenCanvas, widthPx: number, heightPx: number): OffscreenCanvas {
  const { canvas, pen } = newLayer(widthPx, heightPx);
  pen.imageSmoothingQuality = 'medium';
  pen.drawImage(source, 0, 0, widthPx, heightPx);
  return canvas;
}
