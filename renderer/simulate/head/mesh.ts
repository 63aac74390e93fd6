// Triangles and how to gather them: positions in head units (x to the picture's right, y up, z to the camera), a place in a texture each.

export interface Mesh {
  readonly positions: Float32Array;
  readonly uvs: Float32Array;
  readonly indices: Uint32Array;
  /** Drawn from both sides: hair curtains and glasses, which are thinner than the grid. */
  readonly twoSided: boolean;
}

export interface Vertex {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly u: number;
  readonly v: number;
}

/** A sheet of (columns + 1) × (rows + 1) points; `keep` drops cells that the shape does not cover. */
export function sheet(
  columns: number,
  rows: number,
  point: (column: number, row: number) => Vertex,
  options: { readonly keep?: (column: number, row: number) => boolean; readonly twoSided?: boolean } = {},
): Mesh {
  const stride = columns + 1;
  const positions = new Float32Array(stride * (rows + 1) * 3);
  const uvs = new Float32Array(stride * (rows + 1) * 2);
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const vertex = point(column, row);
      const at = row * stride + column;
      positions.set([vertex.x, vertex.y, vertex.z], at * 3);
      uvs.set([vertex.u, vertex.v], at * 2);
    }
  }
  const indices: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (options.keep && !options.keep(column, row)) continue;
      const a = row * stride + column;
      const b = a + stride;
      indices.push(a, b, a + 1, a + 1, b, b + 1);
    }
  }
  return { positions, uvs, indices: Uint32Array.from(indices), twoSided: options.twoSided ?? false };
}

/** Vertex normals from the triangles around each, weighted by their area; not unit length, the shader does that. */
export function addNormals(positions: Float32Array, indices: Uint32Array, normals: Float32Array): void {
  normals.fill(0);
  for (let i = 0; i < indices.length; i += 3) {
    const a = (indices[i] ?? 0) * 3;
    const b = (indices[i + 1] ?? 0) * 3;
    const c = (indices[i + 2] ?? 0) * 3;
    const ax = positions[a] ?? 0;
    const ay = positions[a + 1] ?? 0;
    const az = positions[a + 2] ?? 0;
    const ux = (positions[b] ?? 0) - ax;
    const uy = (positions[b + 1] ?? 0) - ay;
    const uz = (positions[b + 2] ?? 0) - az;
    const vx = (positions[c] ?? 0) - ax;
    const vy = (positions[c + 1] ?? 0) - ay;
    const vz = (positions[c + 2] ?? 0) - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    addTo(normals, a, nx, ny, nz);
    addTo(normals, b, nx, ny, nz);
    addTo(normals, c, nx, ny, nz);
  }
}

function addTo(normals: Float32Array, at: number, x: number, y: number, z: number): void {
  normals[at] = (normals[at] ?? 0) + x;
  normals[at + 1] = (normals[at + 1] ?? 0) + y;
  normals[at + 2] = (normals[at + 2] ?? 0) + z;
}
