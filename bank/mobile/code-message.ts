// The words of the message that brings a code. The code stands alone as the only six digits in it.
export function codeMessage(bankName: string, code: string, language: string): string {
  if (language.startsWith('hi')) {
    return `${code} ${bankName} का आपका कोड है। यह 5 मिनट तक चलेगा। इसे केवल कियोस्क पर बताएँ, फ़ोन पर किसी को नहीं।`;
  }
  return `${code} is your code from ${bankName}. It is good for 5 minutes. Give it at the kiosk only, never to a caller.`;
}
