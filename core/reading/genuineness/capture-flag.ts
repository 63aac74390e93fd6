// What the capture writes beside a picture for the rules of genuineness: a word that the screen and the main process share.

/** The document was seen from one angle only before its picture was taken. */
export const oneAngleFlag = 'one-angle';
