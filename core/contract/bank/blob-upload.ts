// How a sealed part comes to the bank in pieces, and goes on where it stopped after a cut line or the end of either side.
//
// HEAD /v1/blobs/{digest}: 200 with `Upload-Offset`, the bytes the bank holds of it from this kiosk, and `Upload-Complete`
// (`?1` when it is held whole, `?0` otherwise).
// PATCH /v1/blobs/{digest}: application/octet-stream, `Upload-Offset` where the piece begins, `Upload-Length` the whole.
// 204 with the new `Upload-Offset`; 201 when this made it whole; 200 when it was held before. 409 `blob-offset`, with
// `offset`, when the bank stands elsewhere; 422 `blob-digest` when the whole is not what its name says: it begins anew.
// Of a piece that is cut short the bank keeps what has come.
export const chunkMinBytes = 64 * 1024;
export const chunkMaxBytes = 1024 * 1024;

export const uploadOffsetHeader = 'upload-offset';
export const uploadLengthHeader = 'upload-length';
export const uploadCompleteHeader = 'upload-complete';
