// An enveloped XML signature (XMLDSig) over a whole document, by xml-crypto: one signature, one reference to everything, the
// key from outside. Refuses every other arrangement, so that nothing unsigned can pass as signed.
import type { X509Certificate } from 'node:crypto';
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';

const dsig = 'http://www.w3.org/2000/09/xmldsig#';

/** The canonical text that was signed, or null where this certificate's key did not sign it. */
export function verifyEnveloped(text: string, certificate: X509Certificate): string | null {
  try {
    const document = new DOMParser({ onError: stop }).parseFromString(text, 'text/xml');
    const signatures = document.getElementsByTagNameNS(dsig, 'Signature');
    const [signature] = signatures;
    if (signatures.length !== 1 || !signature || signature.parentNode !== document.documentElement)
      return null;
    const verifier = new SignedXml({
      publicCert: certificate.publicKey.export({ type: 'spki', format: 'pem' }),
      // A key that the document brings along proves nothing.
      getCertFromKeyInfo: () => null,
    });
    verifier.loadSignature(new XMLSerializer().serializeToString(signature));
    const references = verifier.getReferences();
    if (references.length !== 1 || references[0]?.uri !== '') return null;
    if (!verifier.checkSignature(text)) return null;
    return verifier.getSignedReferences()[0] ?? null;
  } catch {
    // xml-crypto and xmldom throw for every fault; to the caller they are one: not signed by this key.
    return null;
  }
}

function stop(level: string, message: string): never {
  throw new Error(`${level}: ${message.length} characters`);
}
